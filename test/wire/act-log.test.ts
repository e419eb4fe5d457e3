import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Bench, openBench } from './action-bench.ts';

const pathOf = ({ node }: Bench) => join(node.hostRoot, '.local/state/pausetop/actions.log');

function readLog(path: string): Record<string, unknown>[] {
	return readFileSync(path, 'utf8')
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line));
}

describe('the action log', () => {
	it('has the confirmation before anything is sent, and the outcome', async () => {
		const bench = await openBench();
		const wanted = bench.request('kill-sandbox', 'docker-kill', 'pause-test2');
		bench.recorder.hold(/^POST/);
		const acting = bench.act(wanted);
		await bench.recorder.called(/^POST/);
		expect(readLog(pathOf(bench))).toMatchObject([{ event: 'confirmed', id: 'action-1', target: wanted.target }]);
		await bench.node.run({ do: 'kill', id: wanted.target.id });
		const { askedAt, endedAt = Number.NaN } = await acting;
		const [confirmed, outcome, ...more] = readLog(pathOf(bench));
		expect(confirmed).toMatchObject({ at: new Date(askedAt).toISOString(), confirmed: 'chosen', kind: 'kill-sandbox' });
		expect(outcome).toMatchObject({ event: 'outcome', id: 'action-1', status: 'done', target: wanted.target });
		expect(Math.abs(Date.parse(String(outcome?.at)) - endedAt)).toBeLessThan(100);
		expect(more).toEqual([]);
		expect(statSync(pathOf(bench)).mode & 0o777).toBe(0o600);
	});

	it('has a refusal too', async () => {
		const bench = await openBench();
		const wanted = bench.request('kill-container', 'docker-kill', 'pause-test', 'nginx');
		const ended = await bench.act({ ...wanted, target: { ...wanted.target, pid: 1 } });
		expect(ended.status).toBe('refused');
		expect(readLog(pathOf(bench))).toMatchObject([
			{ event: 'confirmed' },
			{ event: 'outcome', status: 'refused', message: ended.message },
		]);
	});

	it('that cannot be written: nothing is done, and the remedy is named', async () => {
		const bench = await openBench();
		mkdirSync(join(bench.node.hostRoot, '.local/state/pausetop'), { recursive: true });
		chmodSync(join(bench.node.hostRoot, '.local/state/pausetop'), 0o777);
		const ended = await bench.act(bench.request('kill-sandbox', 'docker-kill', 'pause-test2'));
		expect(ended).toMatchObject({
			status: 'refused',
			message: expect.stringContaining(`the action log ${pathOf(bench)} cannot be written: everybody may write to`),
			remedy: expect.stringContaining('--action-log none'),
		});
		expect(bench.changes()).toEqual([]);
	});

	it('that can no longer be written: what was done stays done, and that is said', async () => {
		const bench = await openBench();
		const wanted = bench.request('kill-container', 'docker-kill', 'pause-test', 'nginx');
		bench.recorder.hold(/^POST/);
		const acting = bench.act(wanted);
		await bench.recorder.called(/^POST/);
		chmodSync(join(pathOf(bench), '..'), 0o777);
		await bench.node.run({ do: 'kill', id: wanted.target.id });
		expect(await acting).toMatchObject({ status: 'done', message: expect.stringContaining('cannot be written') });
	});

	it('none: nothing is written, what is asked for is done', async () => {
		const bench = await openBench({ request: { actionLog: 'none' } });
		expect(await bench.act(bench.request('kill-sandbox', 'docker-kill', 'pause-test2'))).toMatchObject({
			status: 'done',
		});
		expect(existsSync(pathOf(bench))).toBe(false);
	});
});

describe('quitting', () => {
	it('ends the wait for what was sent: unknown, and the log says so', async () => {
		const bench = await openBench();
		bench.recorder.hold(/^POST/);
		const acting = bench.act(bench.request('kill-sandbox', 'docker-kill', 'pause-test2'));
		await bench.recorder.called(/^POST/);
		bench.abort();
		expect(await acting).toMatchObject({ status: 'failed', message: 'unknown: pausetop was quit' });
		expect(readLog(pathOf(bench)).at(-1)).toMatchObject({
			event: 'outcome',
			status: 'unknown',
			message: 'unknown: pausetop was quit',
		});
	});

	it('before anything was sent: refused, nothing sent, also for those that wait for their turn', async () => {
		const bench = await openBench();
		const names = ['nginx', 'ghost', 'busybox'];
		const requests = ['pause-test', 'pause-test2'].flatMap((pod) =>
			names.map((name) => bench.request('kill-container', 'docker-kill', pod, name)),
		);
		bench.recorder.forget();
		bench.recorder.hold(/^GET \/version/);
		const acting = bench.wiring.act(requests);
		await bench.recorder.called(/^GET \/version/);
		await bench.wiring.close();
		const ended = await acting;
		expect(ended.map(({ status, message }) => `${status}: ${message}`)).toEqual(
			requests.map(() => 'refused: pausetop was quit before anything was sent'),
		);
		expect(readLog(pathOf(bench)).filter(({ event }) => event === 'outcome')).toHaveLength(requests.length);
		expect(bench.changes()).toEqual([]);
	});
});
