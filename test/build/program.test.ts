import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { pkiPath } from '../adapters/kube/fixtures.ts';
import { createTestDirectory, formatKubeconfig, type TestDirectory } from '../adapters/kube/kubeconfig-file.ts';
import { startApiServer, type TestApiServer } from '../adapters/kube/test-api-server.ts';
import { runPiped } from '../helpers/terminal-pausetop.ts';
import { commandLine, oneFile } from '../helpers/terminal-program.ts';

let directory: TestDirectory;
beforeEach(() => {
	directory = createTestDirectory();
});
afterEach(() => directory.remove());

// the program as built: the bundle, or with PAUSETOP_PROGRAM the one-file program
describe('the built program', () => {
	it('says its version, and the commit where there was one', async () => {
		const { stdout, stderr, code } = await runPiped(['--version']);
		expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*( \([0-9a-f]{7,}\+?\))?\n$/);
		expect(stdout.split(/[ \n]/)[0]).toBe(packageJson.version);
		expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
		expect((await runPiped(['-V'])).stdout).toBe(stdout);
	});

	it('has the licences of all packages that it is made of', async () => {
		const { stdout, code } = await runPiped(['--licenses']);
		expect(code).toBe(0);
		expect(stdout).toMatch(new RegExp(`^pausetop ${packageJson.version}\n`));
		const { meow: _parser, ...bundled } = packageJson.dependencies as Record<string, string>;
		for (const [name, version] of Object.entries(bundled)) expect(stdout).toContain(`\n${name} ${version}\n`);
		expect(stdout).toContain('\nbun ');
		expect(stdout).toContain('Apache License');
	});

	it('is quiet when nobody reads the licences on', async () => {
		const { stderr, code } = await runPiped(['--licenses'], { closeAfter: 10 });
		expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
	});
});

describe('the built program in a folder of somebody else’s', () => {
	it('reads no .env, bunfig.toml or preloaded module there', async () => {
		directory.write('.env', 'KUBECONFIG=/nonexistent/of-the-folder\n');
		directory.write('bunfig.toml', 'preload = ["./evil.js"]\n');
		directory.write('evil.js', 'process.stdout.write("EVIL");');
		const { stdout } = await runPiped(['doctor'], { cwd: directory.path });
		expect(stdout).toMatch(/^node /);
		expect(stdout).not.toMatch(/of-the-folder/);
	});
});

describe('the built program reads once', () => {
	it('and scans /proc in a thread of its own where it is one file', async () => {
		const socket = join(directory.path, 'docker.sock');
		const silent = createServer();
		const asked = new Promise((resolve) => {
			silent.on('connection', (connection) => connection.on('error', () => {}).once('data', resolve));
		});
		await new Promise<void>((resolve) => silent.listen(socket, resolve));
		const { command, args } = commandLine(['get', '-A', '--no-kube', '--runtime', `docker://${socket}`]);
		const child = spawn(command, args, { stdio: 'ignore' });
		try {
			await asked;
			const tasks = `/proc/${child.pid}/task`;
			const names = readdirSync(tasks).map((id) => readFileSync(`${tasks}/${id}/comm`, 'utf8').trim());
			expect(names.includes('Worker')).toBe(oneFile !== undefined);
		} finally {
			child.kill('SIGKILL');
			silent.close();
		}
	});
});

describe('the built program speaks TLS', () => {
	let server: TestApiServer | undefined;
	afterEach(async () => {
		await server?.close();
		server = undefined;
	});

	const ca = { 'certificate-authority': pkiPath('ca.crt') };
	const nodeUser = { 'client-certificate': pkiPath('client-node.crt'), 'client-key': pkiPath('client-node.key') };
	const expired = { 'client-certificate': pkiPath('client-expired.crt'), 'client-key': pkiPath('client-expired.key') };

	/** What `doctor` says of such an API server. */
	async function examine(requireCertificate: boolean, cluster: object, user: object): Promise<string> {
		server = await startApiServer({ tls: true, requireCertificate });
		const file = directory.write('config', formatKubeconfig({ server: server.url, cluster, user }));
		const { stdout } = await runPiped(['doctor', '--kubeconfig', file, '--node', 'k8slab']);
		return stdout.slice(stdout.indexOf('\nkube '));
	}

	it('with a client certificate', async () => {
		expect(await examine(true, ca, nodeUser)).toMatch(/^\nkube +live /);
	});

	it('with a token', async () => {
		expect(await examine(false, ca, { token: 'my-secret' })).toMatch(/^\nkube +live /);
		expect(server?.headers[0]?.authorization).toBe('Bearer my-secret');
	});

	it.each([
		[
			'another cluster’s CA',
			false,
			{ 'certificate-authority': pkiPath('other-ca.crt') },
			{},
			/is not signed by the CA/,
		],
		[
			'a name that is not in the certificate',
			false,
			{ ...ca, 'tls-server-name': 'elsewhere' },
			{},
			/is for another name/,
		],
		['an expired client certificate', true, ca, expired, /expired on 2020-12-31T23:59:59Z/],
		['no client certificate', true, ca, {}, /refuses the client certificate|closed the connection/],
	] as const)('and says what is wrong with %s', async (_what, required, cluster, user, message) => {
		const said = await examine(required, cluster, user);
		expect(said).toMatch(/^\nkube +failed/);
		expect(said).toMatch(message);
	});
});
