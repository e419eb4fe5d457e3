import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { until } from '../helpers/engine-until.ts';
import { type ProcessDocument, readInside, runPausetop, type SocketDocument } from './inside-documents.ts';
import { startGuest } from './inside-guests.ts';
import type { InsideScene } from './inside-scene.ts';

const half = 10_000;

/** Says when it listens, and when it has so many connections. */
const server = `let count = 0;
require('node:net').createServer(() => ++count === ${half} && console.log('all')).listen(7000, '127.0.0.1', 511, () => console.log('ready'));`;

/** Makes them, a hundred at a time. */
const client = `(async () => {
	const { connect } = require('node:net');
	for (let count = 0; count < ${half}; count += 100)
		await Promise.all(Array.from({ length: 100 }, () => new Promise((done) => connect(7000, '127.0.0.1', done))));
})();`;

/** What a pod can do to the reader, done in a real one. */
export function testExtremes(requireScene: () => InsideScene): void {
	it('processes that come and go while they are read', async () => {
		const { env } = requireScene();
		const words = [
			'exec',
			'lab5-own',
			'-c',
			'busybox',
			'--',
			'timeout',
			'20',
			'sh',
			'-c',
			'while :; do /bin/true; done',
		];
		const storm = spawn('kubectl', words, { env: { ...process.env, ...env }, stdio: 'ignore' });
		onTestFinished(() => void storm.kill());
		const read = () => readInside<ProcessDocument>(['ps', 'lab5-own'], env);
		const listStorm = ({ pidNamespaces }: ProcessDocument) => {
			const processes = pidNamespaces.flatMap((tree) => tree.processes);
			expect(processes.filter(({ pid, command, commandLine }) => !pid || command === '' || commandLine === '')).toEqual(
				[],
			);
			return processes.filter(({ container, innerPid }) => container === 'busybox' && innerPid !== 1);
		};
		await until('the storm has begun', 20, async () => (listStorm(await read()).length > 0 ? true : undefined));
		const documents = [await read(), await read(), await read()];
		const pids = documents.flatMap((document) => listStorm(document).map(({ pid }) => pid));
		// timeout and its shell stay, and those that they start do not
		expect(new Set(pids).size).toBeLessThan(pids.length);
		for (const { problems, pidNamespaces } of documents) {
			expect(problems).toEqual([]);
			expect(pidNamespaces.map(({ first }) => first?.container)).toEqual(['pause', 'nginx', 'ghost', 'busybox']);
		}
	}, 60_000);

	it('a command line of 100 kB with escape sequences', async () => {
		const { env, runtime } = requireScene();
		const idle = 'console.log("ready"); setInterval(() => {}, 100_000)';
		const evil = '\x1b[2J\x1b]0;x\x07'.repeat(10_000);
		const guest = await startGuest(runtime, 'lab5-own', [process.execPath, '-e', idle, evil]);
		await once(guest.stdout ?? guest, 'data');
		const { pidNamespaces } = await readInside<ProcessDocument>(['ps', 'lab5-own'], env);
		const shown = pidNamespaces.flatMap(({ processes }) => processes).find(({ pid }) => pid === guest.pid);
		expect(shown).toMatchObject({ via: 'net', commandLineCut: true });
		expect(shown?.commandLine).toHaveLength(4_096);
		const table = await runPausetop(['ps', 'lab5-own'], env);
		expect(table).toMatch(new RegExp(`^ *${guest.pid} .*setInterval`, 'm'));
		expect(table).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
	}, 60_000);

	it('20,000 sockets: the lists are bounded, the numbers complete', async () => {
		const { env, runtime } = requireScene();
		const listener = await startGuest(runtime, 'lab5-own', [process.execPath, '-e', server]);
		await once(listener.stdout ?? listener, 'data');
		const caller = await startGuest(runtime, 'lab5-own', [process.execPath, '-e', client]);
		await once(listener.stdout ?? listener, 'data');
		const began = performance.now();
		const document = await readInside<SocketDocument>(['sockets', 'lab5-own'], env);
		expect(performance.now() - began).toBeLessThan(10_000);
		const { connections, omitted, flows, listening, incomplete } = document;
		expect([connections.length, omitted.connections, incomplete]).toEqual([500, half - 500, false]);
		expect(flows).toEqual([{ port: 7000, count: half }]);
		const owners = connections.map(({ from, to }) => [from.owners[0]?.pids, to.owners[0]?.pids]);
		expect(owners).toEqual(owners.map(() => [[caller.pid], [listener.pid]]));
		expect(listening.map(({ port, owners }) => [port, owners[0]?.container])).toEqual([
			[80, 'nginx'],
			[2368, 'ghost'],
			[7000, undefined],
		]);
	}, 60_000);
}
