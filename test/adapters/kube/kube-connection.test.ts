import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKubeSource } from '../../../source/adapters/kube/kube-source.ts';
import { SourceError } from '../../../source/core/source.ts';
import { createObservationRecorder } from '../observation-recorder.ts';
import { pkiPath } from './fixtures.ts';
import { createTestDirectory, formatKubeconfig, type TestDirectory } from './kubeconfig-file.ts';
import { realClock } from './real-clock.ts';
import { answerStatus, podsPath, startApiServer, type TestApiServer } from './test-api-server.ts';

let directory: TestDirectory;
let server: TestApiServer | undefined;
beforeEach(() => {
	directory = createTestDirectory();
});
afterEach(async () => {
	directory.remove();
	await server?.close();
	server = undefined;
});

const ca = { 'certificate-authority': pkiPath('ca.crt') };
const nodeUser = { 'client-certificate': pkiPath('client-node.crt'), 'client-key': pkiPath('client-node.key') };
const expiredUser = {
	'client-certificate': pkiPath('client-expired.crt'),
	'client-key': pkiPath('client-expired.key'),
};

/** One read of everything with such a kubeconfig: what was seen, or the error. */
async function read(url: string, cluster: object, user: object = {}, hostName = 'k8slab') {
	const kubeconfig = directory.write('config', formatKubeconfig({ server: url, cluster, user }));
	const source = createKubeSource({
		credentials: { kubeconfig, env: {} },
		node: { hostName },
		clock: realClock,
		watch: false,
	});
	const recorder = createObservationRecorder();
	try {
		await source.run(recorder.emit, new AbortController().signal);
		return { kinds: recorder.observations.map(({ kind }) => kind) };
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		expect(`${error.message}${error.remedy}`).not.toMatch(/\n|my-secret|PRIVATE/);
		return { error };
	}
}

describe('TLS', () => {
	test('with the right CA and a token', async () => {
		server = await startApiServer({ tls: true });
		expect(await read(server.url, ca, { token: 'my-secret' })).toEqual({ kinds: ['pod-listing', 'node', 'health'] });
		expect(server.headers[0]?.authorization).toBe('Bearer my-secret');
	});

	test('with a kubelet’s client certificate, which also tells the node', async () => {
		server = await startApiServer({ tls: true, requireCertificate: true });
		expect(await read(server.url, ca, nodeUser, 'another-name')).toEqual({ kinds: ['pod-listing', 'node', 'health'] });
	});

	test('with another cluster’s CA', async () => {
		server = await startApiServer({ tls: true });
		const { error } = await read(server.url, { 'certificate-authority': pkiPath('other-ca.crt') });
		expect(error?.message).toContain('is not signed by the CA');
		expect(error?.remedy).toContain('certificate-authority');
	});

	test('with a name that the certificate does not have', async () => {
		server = await startApiServer({ tls: true });
		const { error } = await read(server.url, { ...ca, 'tls-server-name': 'elsewhere' });
		expect(error?.message).toContain('is for another name');
	});

	test('with an expired client certificate that the handshake refuses', async () => {
		server = await startApiServer({ tls: true, requireCertificate: true });
		const { error } = await read(server.url, ca, expiredUser);
		expect(error?.message).toContain('expired on 2020-12-31T23:59:59Z');
		expect(error?.remedy).toContain('renew it');
	});

	test('with an expired client certificate that the API refuses (401)', async () => {
		server = await startApiServer({ tls: true });
		server.answers.set('/api/v1/nodes/k8slab', answerStatus(401, 'Unauthorized'));
		expect((await read(server.url, ca, expiredUser)).error?.message).toContain('expired on 2020-12-31T23:59:59Z');
	});

	test('without a client certificate where one is needed', async () => {
		server = await startApiServer({ tls: true, requireCertificate: true });
		expect((await read(server.url, ca)).error?.message).toMatch(/refuses the client certificate|closed the connection/);
	});

	test('spoken to a server that speaks none', async () => {
		server = await startApiServer();
		const { error } = await read(server.url.replace('http:', 'https:'), ca);
		expect(error?.message).toContain('does not speak TLS');
		expect(error?.remedy).toContain('scheme');
	});
});

describe('answers', () => {
	test('401', async () => {
		server = await startApiServer({ tls: true });
		server.answers.set('/api/v1/nodes/k8slab', answerStatus(401, 'Unauthorized'));
		const { error } = await read(server.url, ca, { token: 'my-secret' });
		expect(error?.message).toContain('does not accept the credentials');
		expect(error?.remedy).toContain('renew them');
	});

	test('an error page is not quoted', async () => {
		server = await startApiServer();
		server.answers.set(podsPath, (_, response) => response.writeHead(502).end('<html>my-secret</html>'));
		expect((await read(server.url, {})).error?.message).toMatch(/HTTP 502$/);
	});

	test('a name that does not exist', async () => {
		const { error } = await read('https://pausetop.invalid:6443', ca);
		expect(error?.message).toContain('cannot be resolved');
	});

	test('nobody there', async () => {
		const free = await new Promise<Server>((resolve) => {
			const listening = createServer().listen(0, '127.0.0.1', () => resolve(listening));
		});
		const address = free.address();
		await new Promise((resolve) => free.close(resolve));
		const port = typeof address === 'object' ? address?.port : undefined;
		const { error } = await read(`https://127.0.0.1:${port}`, ca);
		expect(error?.message).toContain('connection refused');
		expect(error?.remedy).toContain('--no-kube');
	});
});

describe('credential plugins', () => {
	const exec = (command: string, args: string[] = []) => ({
		exec: { apiVersion: 'client.authentication.k8s.io/v1', command, args, interactiveMode: 'Never' },
	});

	test('are run, and told what they are run for', async () => {
		server = await startApiServer({ tls: true });
		const script = directory.write('plugin.mjs', pluginSource);
		expect(await read(server.url, ca, exec(process.execPath, [script]))).toEqual({
			kinds: ['pod-listing', 'node', 'health'],
		});
		expect(server.headers[0]?.authorization).toBe('Bearer token for client.authentication.k8s.io/v1');
	});

	test('that are not installed are named', async () => {
		server = await startApiServer({ tls: true });
		const { error } = await read(server.url, ca, exec('no-such-plugin'));
		expect(error?.message).toContain('plugin no-such-plugin is not installed');
		expect(error?.remedy).toContain('install no-such-plugin');
	});

	test('that fail are named, but not quoted', async () => {
		server = await startApiServer({ tls: true });
		const script = `${directory.path}/fails.mjs`;
		writeFileSync(script, 'console.error("my-secret"); process.exit(1)');
		const { error } = await read(server.url, ca, exec(process.execPath, [script]));
		expect(error?.message).toContain(`plugin ${process.execPath} failed`);
	});
});

const pluginSource = `
const { apiVersion } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
console.log(JSON.stringify({ apiVersion, kind: 'ExecCredential', status: { token: 'token for ' + apiVersion } }));
`;
