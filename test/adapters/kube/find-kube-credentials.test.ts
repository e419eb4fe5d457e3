import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findKubeCredentials } from '../../../source/adapters/kube/find-kube-credentials.ts';
import { readPki } from './fixtures.ts';
import { createTestDirectory, formatKubeconfig, type TestDirectory } from './kubeconfig-file.ts';

const server = 'https://10.0.0.1:6443';
let directory: TestDirectory;
beforeEach(() => {
	directory = createTestDirectory();
});
afterEach(() => directory.remove());

/** The node's own places lie in an empty directory, so that the machine's own files play no part. */
function find(options: Partial<Parameters<typeof findKubeCredentials>[0]>) {
	return findKubeCredentials({ env: {}, hostRoot: join(directory.path, 'host'), ...options });
}

describe('the order of places', () => {
	test('--kubeconfig, $KUBECONFIG, ~/.kube/config, service account, then the node’s own', () => {
		const named = directory.write('named', formatKubeconfig({ server, name: 'named' }));
		const variable = directory.write('variable', formatKubeconfig({ server, name: 'variable' }));
		const ofUser = directory.write('home/.kube/config', formatKubeconfig({ server, name: 'ofUser' }));
		directory.write('account/token', 'secret-token\n');
		directory.write('account/ca.crt', readPki('ca.crt'));
		const home = join(directory.path, 'home');
		const serviceAccountDirectory = join(directory.path, 'account');
		directory.write('host/etc/kubernetes/admin.conf', formatKubeconfig({ server, name: 'admin' }));
		directory.write('host/etc/rancher/k3s/k3s.yaml', formatKubeconfig({ server, name: 'k3s' }));
		const pod = { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443' };
		const all = { kubeconfig: named, env: { ...pod, KUBECONFIG: variable }, home, serviceAccountDirectory };
		const place = (options: Parameters<typeof find>[0]) => find(options).credentials?.place;
		expect(place(all)).toBe(named);
		expect(place({ ...all, kubeconfig: undefined })).toBe(`$KUBECONFIG (${variable})`);
		expect(place({ ...all, kubeconfig: undefined, env: pod })).toBe(ofUser);
		expect(place({ env: pod, serviceAccountDirectory })).toBe('service account');
		expect(place({})).toBe('/etc/kubernetes/admin.conf');
	});

	test('what was tried before, and why not, is told', () => {
		directory.write('home/.kube/config', 'apiVersion: v1\nkind: Config\n');
		directory.write('host/etc/kubernetes/admin.conf', '{{');
		directory.write('host/var/lib/k0s/kubelet.conf', formatKubeconfig({ server }));
		const { tried, credentials } = find({ home: join(directory.path, 'home') });
		expect(credentials?.place).toBe('/var/lib/k0s/kubelet.conf');
		expect(tried).toContainEqual({
			place: join(directory.path, 'home/.kube/config'),
			outcome: 'invalid',
			detail: 'it has no current-context',
		});
		expect(tried).toContainEqual({
			place: '/etc/kubernetes/admin.conf',
			outcome: 'invalid',
			detail: 'it is not valid YAML (line 1)',
		});
		expect(tried).toContainEqual({ place: '/etc/kubernetes/kubelet.conf', outcome: 'absent', detail: undefined });
		expect(tried.at(-1)).toMatchObject({ outcome: 'used' });
	});

	test('nothing anywhere is an error of its own kind', () => {
		const { error, tried } = find({});
		expect(error).toMatchObject({ health: 'unsupported' });
		expect(error?.message).toContain('there is no kubeconfig and no service account');
		expect(error?.remedy).toContain('--no-kube');
		expect(tried.length).toBeGreaterThan(10);
	});
});

describe('an explicit kubeconfig must do', () => {
	test.each([
		['missing', undefined, 'does not exist', 'correct --kubeconfig'],
		['no YAML', 'a: [secret', 'it is not valid YAML (line 1)', 'correct the file'],
		['a list', '- secret', 'no mapping at its top', 'correct the file'],
		['empty', '', 'it has no current-context', 'correct the file'],
		[
			'without a cluster',
			'current-context: a\ncontexts: [{name: a, context: {}}]',
			'the cluster of its context "a"',
			'correct',
		],
		['without a server', formatKubeconfig({ server: '' }), 'names no server', 'correct the file'],
		['with a strange server', formatKubeconfig({ server: 'ftp://x' }), 'no http or https URL', 'correct the file'],
		[
			'with a file that is not there',
			formatKubeconfig({ server, user: { 'client-certificate': '/nowhere/client.crt' } }),
			'the file /nowhere/client.crt that it names does not exist',
			'correct the file',
		],
	])('%s', (_, text, message, remedy) => {
		const kubeconfig = text === undefined ? join(directory.path, 'none') : directory.write('config', text);
		directory.write('host/etc/kubernetes/admin.conf', formatKubeconfig({ server }));
		const { error, credentials } = find({ kubeconfig });
		expect(credentials).toBeUndefined();
		expect(error?.message).toContain(message);
		expect(error?.remedy).toContain(remedy);
		expect(`${error?.message} ${error?.remedy}`).not.toContain('secret');
	});

	test('a context that is not there: the message lists those that are', () => {
		const kubeconfig = directory.write('config', formatKubeconfig({ server }));
		const { error } = find({ kubeconfig, context: 'prod' });
		expect(error?.message).toContain('it has no context "prod"');
		expect(error?.remedy).toBe('choose one of its contexts with --context: lab');
	});

	test('one that may not be read names sudo', () => {
		const kubeconfig = directory.write('config', formatKubeconfig({ server }));
		chmodSync(kubeconfig, 0);
		const { error } = asNobody(() => find({ kubeconfig }));
		expect(error?.message).toContain('it may not be read (permission denied)');
		expect(error?.remedy).toContain('sudo pausetop');
	});

	test('an implicit one that may not be read is named when nothing else is found', () => {
		chmodSync(directory.write('host/etc/kubernetes/admin.conf', formatKubeconfig({ server })), 0);
		chmodSync(directory.path, 0o755);
		const { error, tried } = asNobody(() => find({}));
		expect(error?.message).toContain('/etc/kubernetes/admin.conf is of no use: it may not be read');
		expect(error?.remedy).toContain('run as root (sudo pausetop)');
		expect(tried.find(({ place }) => place === '/etc/kubernetes/admin.conf')?.outcome).toBe('unreadable');
	});

	test('one that cannot be read at all says so', () => {
		mkdirSync(join(directory.path, 'folder'));
		expect(find({ kubeconfig: join(directory.path, 'folder') }).error?.message).toContain('it is a directory');
	});
});

describe('$KUBECONFIG with several files', () => {
	test('is merged as kubectl does: what is said first wins', async () => {
		const first = directory.write('one', formatKubeconfig({ server: 'https://one', user: { token: 'one' } }));
		const second = directory.write('two', formatKubeconfig({ server: 'https://two', user: { token: 'two' } }));
		const other = directory.write('other', formatKubeconfig({ server: 'https://other', name: 'other' }));
		const missing = join(directory.path, 'missing');
		const env = { KUBECONFIG: [missing, first, second, other].join(':') };
		const { credentials } = find({ env });
		expect(credentials).toMatchObject({ server: 'https://one', context: 'lab' });
		expect((await credentials?.authorize())?.headers.authorization).toBe('Bearer one');
		expect(find({ env, context: 'other' }).credentials?.server).toBe('https://other');
	});

	test('that are all missing is an error', () => {
		const { error } = find({ env: { KUBECONFIG: '/nowhere/a:/nowhere/b' } });
		expect(error?.message).toContain('/nowhere/a:/nowhere/b does not exist');
		expect(error?.remedy).toContain('KUBECONFIG');
	});
});

describe('what a kubeconfig names', () => {
	test('relative paths are relative to it; inline data goes before files', async () => {
		directory.write('pki/ca.crt', 'ca from a file');
		const kubeconfig = directory.write(
			'config',
			formatKubeconfig({
				server: 'https://user:secret@host:6443/prefix/?q=1',
				cluster: { 'certificate-authority': 'pki/ca.crt', 'tls-server-name': 'api', 'insecure-skip-tls-verify': true },
				user: {
					'client-certificate': '/nowhere',
					'client-certificate-data': Buffer.from(readPki('client-node.crt')).toString('base64'),
					'client-key-data': Buffer.from('key').toString('base64'),
					as: 'jane',
					'as-groups': ['dev'],
				},
			}),
		);
		const { credentials } = find({ kubeconfig });
		const authorization = await credentials?.authorize();
		expect(credentials).toMatchObject({ server: 'https://host:6443/prefix', userName: 'lab-user' });
		expect(credentials?.certificate?.commonName).toBe('system:node:k8slab');
		expect(String(authorization?.tls.ca)).toBe('ca from a file');
		expect(authorization?.tls).toMatchObject({ servername: 'api', rejectUnauthorized: false });
		expect(authorization?.headers).toEqual({ 'impersonate-user': 'jane', 'impersonate-group': ['dev'] });
	});

	test('a token file is read anew for each request', async () => {
		const tokenFile = directory.write('token', 'first\n');
		const kubeconfig = directory.write('config', formatKubeconfig({ server, user: { tokenFile, token: 'old' } }));
		const { credentials } = find({ kubeconfig });
		expect((await credentials?.authorize())?.headers.authorization).toBe('Bearer first');
		directory.write('token', 'second\n');
		expect((await credentials?.authorize())?.headers.authorization).toBe('Bearer second');
	});

	test('a name and password', async () => {
		const kubeconfig = directory.write(
			'config',
			formatKubeconfig({ server, user: { username: 'jane', password: 'pw' } }),
		);
		expect((await find({ kubeconfig }).credentials?.authorize())?.headers.authorization).toBe('Basic amFuZTpwdw==');
	});

	test('nothing secret goes over plain http, and nothing secret is printed', async () => {
		const user = { token: 'my-secret' };
		const plain = directory.write('plain', formatKubeconfig({ server: 'http://localhost:8001', user }));
		expect(await find({ kubeconfig: plain }).credentials?.authorize()).toEqual({ headers: {}, tls: {} });
		const secure = directory.write('secure', formatKubeconfig({ server, user }));
		expect(JSON.stringify(find({ kubeconfig: secure }))).not.toContain('my-secret');
	});
});

test('below hostRoot files and absolute links are those of the host', async () => {
	directory.write(
		'host/var/lib/kubelet/pki/kubelet-client-2026.pem',
		readPki('client-node.crt') + readPki('client-node.key'),
	);
	symlinkSync(
		'/var/lib/kubelet/pki/kubelet-client-2026.pem',
		join(directory.path, 'host/var/lib/kubelet/pki/kubelet-client-current.pem'),
	);
	const current = '/var/lib/kubelet/pki/kubelet-client-current.pem';
	directory.write(
		'host/etc/kubernetes/kubelet.conf',
		formatKubeconfig({ server, user: { 'client-certificate': current, 'client-key': current } }),
	);
	const { credentials } = find({});
	expect(credentials?.certificate?.commonName).toBe('system:node:k8slab');
	expect(String((await credentials?.authorize())?.tls.key)).toContain('PRIVATE KEY');
});

test('an IPv6 service address is put in brackets', () => {
	directory.write('account/token', 't');
	directory.write('account/ca.crt', readPki('ca.crt'));
	const found = find({
		env: { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' },
		serviceAccountDirectory: join(directory.path, 'account'),
	});
	expect(found.credentials?.server).toBe('https://[fd00::1]:6443');
});

/** Root may read everything: such a test runs with another user's rights. */
function asNobody<T>(act: () => T): T {
	if (process.getuid?.() !== 0) return act();
	process.seteuid?.(65534);
	try {
		return act();
	} finally {
		process.seteuid?.(0);
	}
}
