import { describe, expect, it } from 'vitest';
import type { InsidePodRequest } from '../../source/commands/inside-form.ts';
import { runSockets } from '../../source/commands/sockets.ts';
import { UsageError } from '../../source/core/usage-error.ts';
import type { WireRequest } from '../../source/wire.ts';
import { createIo, requestFor } from '../helpers/command.ts';
import { openInsideBench, podNet } from './inside-bench.ts';

const { node, bench } = openInsideBench();

async function sockets(request: Partial<InsidePodRequest> = {}, where: Partial<WireRequest> = {}) {
	const io = createIo();
	const whole = { pod: 'pause-test', kubeNamespace: 'default', ...request };
	const code = await runSockets(whole, requestFor(node(), { hostRoot: bench().root, ...where }), io);
	return { code, stdout: io.stdout(), stderr: io.stderr() };
}

describe('the table', () => {
	it('who listens, who talks to whom, how many others, and the addresses', async () => {
		const { code, stdout, stderr } = await sockets({ pod: 'pod/pause-test' });
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout.replaceAll(/10\.244\.0\.(?!99)\d+/g, 'IP')).toBe(
			`network namespace ${podNet}
addresses 10.244.0.99 127.0.0.1
podIP by the API IP: the pod does NOT have IP

listening
PROTO  LOCAL       CONTAINER  PID      COMMAND
tcp    0.0.0.0:80  nginx      110,111  nginx
tcp6   [::]:2368   ghost      120      node

connections inside the pod
FROM   TO             COUNT
nginx  -> ghost:2368      1

other sockets
PROTO  STATE      DIRECTION  COUNT
tcp    TIME_WAIT  out            1

unix sockets: 1, of these listening
TYPE    PATH           CONTAINER  PID  COMMAND
stream  /run/app.sock  ghost      120  node
`,
		);
	});

	it('wide: each connection', async () => {
		expect((await sockets({ output: 'wide' })).stdout).toMatch(
			/\nnginx +127\.0\.0\.1:40000 +-> ghost +\[::ffff:127\.0\.0\.1\]:2368\n/,
		);
	});

	it('fits into a terminal', async () => {
		const { stdout } = await sockets({ width: 40 });
		expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBe(40);
	});
});

describe('json', () => {
	it('has everything, by the contract’s names', async () => {
		const { code, stdout, stderr } = await sockets({ output: 'json' });
		expect([code, stderr]).toEqual([0, '']);
		const document = JSON.parse(stdout);
		const common = ['schema', 'kind', 'takenAt', 'node', 'sources', 'pod'];
		const read = ['netNamespace', 'listening', 'connections', 'flows', 'others', 'unix', 'omitted', 'incomplete'];
		expect(Object.keys(document)).toEqual([...common, ...read, 'addresses', 'interfaces', 'podIps', 'problems']);
		const ghostId = node().findContainer('pause-test', 'ghost')?.id;
		const ghost = { container: 'ghost', containerId: ghostId, pids: [120], command: 'node' };
		expect(document).toMatchObject({
			...{ schema: 'pausetop/v1', kind: 'sockets', netNamespace: { inode: podNet, host: false }, incomplete: false },
			connections: [
				{
					from: { address: '127.0.0.1', port: 40_000, inode: 7003 },
					to: { address: '::ffff:127.0.0.1', port: 2368, owners: [ghost] },
				},
			],
			flows: [{ from: 'nginx', to: 'ghost', port: 2368, count: 1 }],
			others: [{ protocol: 'tcp', state: 'TIME_WAIT', direction: 'out', count: 1 }],
			unix: { count: 1, listening: [{ type: 'stream', path: '/run/app.sock', inode: 7005, owners: [ghost] }] },
			omitted: { listening: 0, connections: 0, flows: 0, unixListening: 0 },
			podIps: { api: [expect.stringMatching(/^10\.244\.0\.\d+$/)], match: false },
			problems: [],
		});
		expect(document.podIps.missing).toEqual(document.podIps.api);
		expect(document.listening[1]).toEqual({
			...{ protocol: 'tcp6', address: '::', port: 2368, uid: 0, inode: 7002, owners: [ghost] },
		});
		expect(document.addresses[0]).toEqual({ address: '10.244.0.99', family: 4, loopback: false });
	});

	it('says that the addresses are the API’s', async () => {
		const before = JSON.parse((await sockets({ output: 'json' })).stdout);
		const leaf = `Main:\n  |-- ${before.podIps.api[0]}\n     /32 host LOCAL\n`;
		for (const pid of [100, 110, 111, 120, 130]) bench().write(`proc/${pid}/net/fib_trie`, leaf);
		expect(JSON.parse((await sockets({ output: 'json' })).stdout).podIps).toMatchObject({ match: true, missing: [] });
	});
});

it('reads the simulated node as it is', async () => {
	const { code, stdout, stderr } = await sockets({}, { hostRoot: node().hostRoot });
	expect([code, stderr]).toEqual([0, '']);
	expect(stdout).toMatch(/\npodIP by the API 10\.244\.0\.\d+: the pod has it\n/);
	expect(stdout).toMatch(/\ntcp +0\.0\.0\.0:80 +nginx +[\d,]+ +nginx\n/);
	expect(stdout).toMatch(/\ntcp6? +\S+:2368 +ghost +\d+ +node\n/);
	expect(stdout).toMatch(/\nnginx +-> ghost:2368 +\d+\n/);
});

describe('what is not there', () => {
	it('a network that may not be read: why, and the code tells', async () => {
		for (const pid of [100, 110, 111, 112, 120, 130]) bench().remove(pid);
		bench().add({ pid: 100, cgroup: bench().cgroupOf(), namespaces: { net: undefined, pid: undefined } });
		const { code, stdout, stderr } = await sockets();
		expect([code, stdout]).toEqual([3, '']);
		expect(stderr).toMatch(/^pausetop: pause-test: the pod's network is not readable\n {2}next: .+\n$/);
		const document = JSON.parse((await sockets({ output: 'json' })).stdout);
		expect(document).toMatchObject({ podIps: { missing: [] }, problems: [{ about: 'sockets' }] });
		expect(document).not.toHaveProperty('listening');
	});

	it('a pod without processes, without a name, and no such pod', async () => {
		expect(await sockets({ pod: 'done' })).toMatchObject({
			code: 0,
			stdout: '',
			stderr: expect.stringMatching(/it is Completed\n$/),
		});
		await expect(sockets({ pod: undefined })).rejects.toThrow(UsageError);
		expect(await sockets({ pod: 'nobody' })).toMatchObject({ code: 1, stdout: '' });
	});
});
