import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { expect, onTestFinished, test } from 'vitest';
import { followDockerLog } from '../../source/adapters/docker/follow-docker-log.ts';
import { followLogFile } from '../../source/adapters/log-files/follow-log-file.ts';
import { listLogAttempts } from '../../source/adapters/log-files/list-log-attempts.ts';
import type { LogLine } from '../../source/core/log/log-line.ts';
import {
	createSimulatedNode,
	type SimulatedCriNode,
	type SimulatedNode,
} from '../../source/simulator/create-simulated-node.ts';
import { findNextLine, type LogRun, listLogLines } from '../../source/simulator/log/log-lines.ts';
import type { PodSpecInput } from '../../source/simulator/pod-spec-input.ts';
import { createVirtualClock, type VirtualClock } from '../../source/simulator/virtual-clock.ts';

const start = Date.parse('2026-11-22T12:00:00Z');

const talker: PodSpecInput = {
	name: 'talker',
	terminationGracePeriodSeconds: 1,
	containers: [
		{
			name: 'main',
			termExitCode: 0,
			logs: ['one', '!two'],
			chatter: { every: 2_000, lines: ['tick', '!tock'] },
		},
		{ name: 'silent' },
	],
};

type Lab<Node> = { node: Node; clock: VirtualClock };

async function createDockerLab(): Promise<Lab<SimulatedNode>> {
	const clock = createVirtualClock(start);
	const node = await createSimulatedNode({ clock, story: false, autonomous: true });
	onTestFinished(() => node.close());
	node.createPod(talker);
	await clock.advance(4_000);
	return { node, clock };
}

async function createCriLab(runtime: 'containerd' | 'cri-o', autonomous = true): Promise<Lab<SimulatedCriNode>> {
	const clock = createVirtualClock(start);
	const node = await createSimulatedNode({ clock, story: false, autonomous, runtime });
	onTestFinished(() => node.close());
	node.createPod(talker);
	await clock.advance(4_000);
	return { node, clock };
}

const run: LogRun = {
	id: 'abcdef',
	started: { at: start, text: '2026-11-22T12:00:00.000123456Z' },
	behaviour: { logs: ['first', '!second'], chatter: { every: 1_000, lines: ['a', 'b', 'c'] } },
	chatty: true,
};

test('what is printed depends on the time alone: whoever looks often sees what one sees who looks once', () => {
	const seen = new Map<string, string>();
	for (let now = start; now <= start + 30_000; now += 137) {
		for (const { at, text } of listLogLines(run, now)) seen.set(at.text, text);
	}
	const once = listLogLines(run, start + 30_000);
	expect([...seen.keys()]).toEqual(once.map(({ at }) => at.text));
	expect(once.slice(0, 5).map(({ stream, text }) => `${stream} ${text}`)).toEqual([
		'stdout first',
		'stderr second',
		'stdout a',
		'stdout b',
		'stdout c',
	]);
	expect(once[0]?.at.text).toBe('2026-11-22T12:00:00.000123456Z');
});

test('the next line comes when it was said to come, and none after the end', () => {
	const next = findNextLine(run, start + 5_000) ?? 0;
	const count = (now: number) => listLogLines(run, now).length;
	expect(count(next)).toBe(count(next - 1) + 1);
	const ended: LogRun = { ...run, finished: { at: start + 5_000, text: '2026-11-22T12:00:05.000000001Z' } };
	expect(findNextLine(ended, start + 9_000)).toBeUndefined();
	expect(listLogLines(ended, start + 60_000)).toEqual(listLogLines(run, start + 5_000));
	expect(findNextLine({ ...run, chatty: false }, start)).toBeUndefined();
});

test('a container that has run for a year has a log that can be read', () => {
	const lines = listLogLines(run, start + 365 * 86_400_000);
	expect(lines.length).toBeLessThan(500);
	expect((lines.at(-1)?.at.at ?? 0) - start).toBeGreaterThan(365 * 86_400_000 - 2_000);
});

test('Docker’s log: streams, times, the tail, and what is not asked for', async () => {
	const { node } = await createDockerLab();
	const docker = new Docker({ socketPath: node.dockerSocket });
	const container = docker.getContainer(node.findContainer('talker', 'main')?.id ?? '');
	const read = async (options: object) => {
		const frames = (await container.logs({ stdout: true, stderr: true, ...options })) as unknown as Buffer;
		return splitFrames(frames);
	};
	expect((await read({})).slice(0, 2)).toEqual(['1 one\n', '2 two\n']);
	expect(await read({ stderr: false, tail: 1 })).toEqual(['1 tick\n']);
	expect(await read({ tail: 0 })).toEqual([]);
	expect((await read({ timestamps: true }))[0]).toMatch(/^1 2026-11-22T12:00:0\d\.\d{9}Z one\n$/);
	expect(await read({ since: start / 1000 + 3600 })).toEqual([]);
	await expect(container.logs({ stdout: false, stderr: false })).rejects.toMatchObject({
		statusCode: 400,
		json: { message: 'Bad parameters: you must choose at least one stream' },
	});
});

function splitFrames(bytes: Buffer): string[] {
	const frames: string[] = [];
	for (let at = 0; at < bytes.length; ) {
		const length = bytes.readUInt32BE(at + 4);
		frames.push(`${bytes[at]} ${bytes.subarray(at + 8, at + 8 + length).toString()}`);
		at += 8 + length;
	}
	return frames;
}

test('a log that is followed through Docker grows, and ends with its container', async () => {
	const { node, clock } = await createDockerLab();
	const { id = '' } = node.findContainer('talker', 'main') ?? {};
	const lines: LogLine[] = [];
	let wake = () => {};
	const following = followDockerLog(
		{ kind: 'unix', path: node.dockerSocket },
		id,
		{ follow: true, tail: 1 },
		(fresh) => {
			lines.push(...fresh);
			wake();
		},
		new AbortController().signal,
	);
	const until = async (count: number) => {
		while (lines.length < count) {
			await new Promise<void>((resolve) => {
				wake = resolve;
			});
		}
	};
	await until(1);
	await clock.advance(4_000);
	await until(3);
	void node.run({ do: 'kill', id });
	await clock.advance(1_000);
	await following;
	expect(new Set(lines.map(({ stream }) => stream))).toEqual(new Set(['stdout', 'stderr']));
	const times = lines.map(({ at }) => at ?? 0);
	expect(times).toEqual(times.toSorted((a, b) => a - b));
	expect(new Set(times).size).toBe(times.length);
});

test.each(['containerd', 'cri-o'] as const)(
	'log files of %s: CRI’s format, one for each attempt, no links',
	async (runtime) => {
		const { node, clock } = await createCriLab(runtime);
		const pods = join(node.hostRoot, 'var/log/pods');
		const [pod = ''] = readdirSync(pods);
		expect(pod).toMatch(/^default_talker_[0-9a-f-]{36}$/);
		const file = join(pods, pod, 'main/0.log');
		const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
		expect(lines[0]).toMatch(/^2026-11-22T12:00:0\d\.\d{9}Z stdout F one$/);
		expect(lines[1]).toMatch(/ stderr F two$/);
		expect(readFileSync(join(pods, pod, 'silent/0.log'), 'utf8')).toBe('');
		expect(lstatSync(file).isFile()).toBe(true);
		await clock.advance(10_000);
		const grown = readFileSync(file, 'utf8').trimEnd().split('\n');
		expect(grown.slice(0, lines.length)).toEqual(lines);
		expect(grown.length).toBeGreaterThanOrEqual(lines.length + 4);
		void node.run({ do: 'kill', id: node.findContainer('talker', 'main')?.id ?? '' });
		await clock.advance(30_000);
		expect(listLogAttempts(join(pods, pod, 'main'), (path) => path)).toEqual([1, 0]);
		const ended = readFileSync(file, 'utf8');
		await clock.advance(30_000);
		expect(readFileSync(file, 'utf8')).toBe(ended);
	},
);

test('the log files of a pod go with it', async () => {
	const { node, clock } = await createCriLab('containerd');
	const pods = join(node.hostRoot, 'var/log/pods');
	expect(readdirSync(pods)).toHaveLength(1);
	node.deletePod('default', 'talker');
	await clock.advance(30_000);
	expect(readdirSync(pods)).toEqual([]);
	await node.close();
	expect(existsSync(node.hostRoot)).toBe(false);
});

test('a node on which nothing happens by itself is as silent as its specs', async () => {
	const { node, clock } = await createCriLab('containerd', false);
	await clock.advance(60_000);
	const pods = join(node.hostRoot, 'var/log/pods');
	const path = join(pods, readdirSync(pods)[0] ?? '', 'main/0.log');
	const lines: string[] = [];
	await followLogFile({
		locate: () => path,
		isRunning: async () => false,
		emit: (fresh) => void lines.push(...fresh.map(({ stream }) => stream)),
		signal: new AbortController().signal,
	});
	expect(lines).toEqual(['stdout', 'stderr']);
});
