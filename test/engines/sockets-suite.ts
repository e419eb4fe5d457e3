import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { until } from '../helpers/engine-until.ts';
import { readAtRest } from './inside-at-rest.ts';
import { type ProcessDocument, readInside, type SocketDocument } from './inside-documents.ts';
import { startGuest } from './inside-guests.ts';
import type { InsideScene } from './inside-scene.ts';
import { runCommand } from './run-command.ts';
import { listSaidConnections, listSaidListening } from './sockets-said.ts';
import { listConnections, listListening, readSocketTruth, type SocketTruth } from './sockets-truth.ts';

/** `pausetop sockets` against `nsenter … ss` and `ip addr`, and `docker top` or `ctr task ps`. */
export function testSockets(requireScene: () => InsideScene): void {
	const read = (pod: string) => {
		const { env, runtime } = requireScene();
		return readAtRest(
			() => readSocketTruth(runtime, pod),
			() => readInside<SocketDocument>(['sockets', pod], env),
		);
	};
	/** Once what ss lists in the pod is as it is to be. */
	const settle = (pod: string, isThere: (truth: SocketTruth) => boolean) =>
		until('the sockets are there', 20, async () => {
			const truth = await readSocketTruth(requireScene().runtime, pod);
			return isThere(truth) ? truth : undefined;
		});

	it.each(['pause-test', 'pause-test2'])(
		'%s: port 80 belongs to nginx and 2368 to ghost',
		async (pod) => {
			const { truth, actual } = await read(pod);
			expectSockets(actual, truth);
			const ports = actual.listening.map(({ port, owners }) => [port, owners.map(({ container }) => container)]);
			expect(ports).toEqual([
				[80, ['nginx']],
				[2368, ['ghost']],
			]);
			expect(actual.netNamespace.host).toBe(false);
			expect(actual.podIps).toMatchObject({ match: true, missing: [] });
		},
		60_000,
	);

	it('a request from outside: nginx passes it on to ghost', async () => {
		const { env } = requireScene();
		const path = ['-o', 'jsonpath={.status.podIP}'];
		const address = await runCommand('kubectl', ['get', 'pod', 'pause-test', ...path], env);
		// it says nothing, so ghost waits for its request
		const client = connect(80, address);
		onTestFinished(() => void client.destroy());
		await once(client, 'connect');
		await settle('pause-test', (truth) => listConnections(truth).length > 0);
		const { truth, actual } = await read('pause-test');
		expectSockets(actual, truth);
		expect(actual.flows).toEqual([{ from: 'nginx', to: 'ghost', port: 2368, count: 1 }]);
		expect(actual.others).toContainEqual({ protocol: 'tcp', state: 'ESTABLISHED', direction: 'in', count: 1 });
		const [from] = truth.rows.filter(({ peerPort }) => peerPort === client.localPort);
		expect(from).toMatchObject({ localPort: 80, state: 'ESTAB' });
	}, 60_000);

	it("a wget in nginx's container is shown as nginx → ghost", async () => {
		const { env, runtime } = requireScene();
		const wget = ['wget', '-q', '-O', '-', 'http://127.0.0.1:2368/cgi-bin/slow'];
		const child = spawn('kubectl', ['exec', 'lab5-own', '-c', 'nginx', '--', ...wget], {
			env: { ...process.env, ...env },
			stdio: 'ignore',
		});
		onTestFinished(() => void child.kill());
		await settle('lab5-own', (truth) => listConnections(truth).length > 0);
		const { truth, actual } = await read('lab5-own');
		expectSockets(actual, truth);
		expect(actual.flows).toEqual([{ from: 'nginx', to: 'ghost', port: 2368, count: 1 }]);
		const [{ from, to } = expect.fail('no connection')] = actual.connections;
		// the end of kubectl is not that of what it has started
		onTestFinished(() => from.owners[0]?.pids.forEach((pid) => void process.kill(pid, 'SIGKILL')));
		expect(from.owners).toMatchObject([{ container: 'nginx', command: 'wget' }]);
		expect(to).toMatchObject({ port: 2368, owners: [{ container: 'ghost' }] });
		// it is not nginx's first process, and yet in its container
		const nginx = (await runtime.find('lab5-own')).find(({ name }) => name === 'nginx');
		expect(from.owners[0]?.containerId).toBe(nginx?.id);
		expect(from.owners[0]?.pids).not.toContain(nginx?.pid);
	}, 60_000);

	it('a UDP port of a process of the node that has entered the network: in no container', async () => {
		const { env, runtime } = requireScene();
		const script = `require('node:dgram').createSocket('udp4').bind(5353, '127.0.0.1')`;
		const guest = await startGuest(runtime, 'lab5-own', [process.execPath, '-e', script]);
		await settle('lab5-own', ({ rows }) => rows.some(({ protocol }) => protocol === 'udp'));
		const { truth, actual } = await read('lab5-own');
		expectSockets(actual, truth);
		const udp = listSaidListening(actual).filter(({ protocol }) => protocol === 'udp');
		expect(udp).toMatchObject([{ address: '127.0.0.1', port: 5353, holders: [`? ${guest.pid}`] }]);
		const { pidNamespaces } = await readInside<ProcessDocument>(['ps', 'lab5-own'], env);
		const shown = pidNamespaces.flatMap(({ processes }) => processes).find((entry) => entry.pid === guest.pid);
		expect(shown).toMatchObject({ via: 'net', uid: 0 });
		expect(shown).not.toHaveProperty('container');
	}, 60_000);

	it("the node's network: only the pod's own port", async () => {
		const { env, runtime } = requireScene();
		const { truth, actual } = await readAtRest(
			async () => {
				const all = await readSocketTruth(runtime, 'lab5-host');
				const isOwn = (pids: readonly number[]) => pids.some((pid) => all.owners.has(pid));
				return { ...all, rows: all.rows.filter(({ pids }) => isOwn(pids)) };
			},
			() => readInside<SocketDocument>(['sockets', 'lab5-host'], env),
		);
		expect(actual.netNamespace.host).toBe(true);
		expect(listSaidListening(actual)).toEqual(listListening(truth));
		expect(listSaidListening(actual)).toMatchObject([{ port: 18391, holders: [expect.stringMatching(/^main \d+$/)] }]);
		expect(actual.addresses.map(({ address }) => address)).toEqual(expect.arrayContaining(actual.podIps.api));
	}, 60_000);
}

/** Every socket of ss, and no other: with its inode, its ends and who holds it. */
function expectSockets(actual: SocketDocument, truth: SocketTruth): void {
	expect(actual.problems).toEqual([]);
	expect(listSaidListening(actual)).toEqual(listListening(truth));
	const connections = listConnections(truth);
	expect(listSaidConnections(actual)).toEqual(connections);
	const paired = new Set(connections.flatMap(({ from, to }) => [from.inode, to.inode]));
	const rest = truth.rows.filter(({ state, inode }) => !['LISTEN', 'UNCONN'].includes(state) && !paired.has(inode));
	expect(actual.others.reduce((sum, { count }) => sum + count, 0)).toBe(rest.length);
	expect(actual.addresses.map(({ address }) => address).sort()).toEqual(truth.addresses);
}
