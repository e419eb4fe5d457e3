import { describe, expect, test } from 'vitest';
import type { RestartStory, StoryStep } from '../../../source/core/restart-story/restart-story.ts';
import { textWidth } from '../../../source/format/width.ts';
import { drawStory, type StoryStyle } from '../../../source/ui/columns/story-waterfall.ts';
import { minute, now } from '../node-builders.ts';
import { buildContainerRestart, buildRecycle, buildRunningRecycle } from '../story-builders.ts';

const draw = (story: RestartStory, part: Partial<StoryStyle> = {}) =>
	drawStory(story, { columns: 120, now, ascii: false, utc: true, ...part }).map((line) =>
		line
			.map(({ text }) => text)
			.join('')
			.trimEnd(),
	);

const stories = { recycle: buildRecycle(), running: buildRunningRecycle(), container: buildContainerRestart() };
const evil = 'x\x1b[2J\x1b]0;owned\x07\r\n\u202e\u009b31m';
const dangerous = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

const hostile = buildRunningRecycle({
	scope: 'container',
	container: evil,
	trigger: { cause: 'kubelet', reason: evil, message: evil.repeat(500) },
	waitingFor: evil,
	steps: [
		{ kind: 'container-ended', at: now - 4000, container: evil, message: evil, seenBy: 'listing' },
		{ kind: 'init-run', at: now - 3000, container: `${evil}日本語`.repeat(20) },
		{ kind: 'container-started', container: evil },
	],
	before: { ip: evil, sandboxId: 'a', containers: [{ name: evil, kind: 'app', id: 'a', attempt: 1 }] },
	after: { ip: `${evil}2`, sandboxId: 'b', containers: [{ name: evil, kind: 'app', id: 'b', attempt: 2 }] },
	stayed: { uid: evil.repeat(9), nodeName: evil },
});

describe('the lines of a story', () => {
	test.each([40, 59, 60, 80, 99, 100, 120, 200])('are at most %i columns wide, with signs or in ASCII', (columns) => {
		for (const story of [...Object.values(stories), hostile]) {
			for (const ascii of [false, true]) {
				const lines = draw(story, { columns, ascii });
				expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(columns);
				if (ascii && story !== hostile) expect(lines.join('')).toMatch(/^[\x20-\x7e]*$/);
			}
		}
	});

	test.each([40, 100, 200])('let nothing from outside through to the terminal at %i columns', (columns) => {
		const lines = draw(hostile, { columns });
		expect(lines.join('')).not.toMatch(dangerous);
		expect(lines.join('')).toContain('\\x1b[2J');
		// the message of any length takes no more than its share of the head
		expect(lines.length).toBeLessThan(40);
	});

	test('begin their words at the same column, whatever stands before them', () => {
		for (const story of Object.values(stories)) {
			for (const line of draw(story)) expect(line.slice(9, 11), line).toBe('  ');
		}
	});

	test('have bars from 100 columns on only', () => {
		expect(draw(stories.recycle, { columns: 100 }).join('')).toContain('●');
		expect(draw(stories.recycle, { columns: 99 }).join('')).not.toMatch(/[●─█]/);
	});
});

describe('a head', () => {
	const head = (part: Partial<RestartStory>, story = buildRecycle) => draw(story(part), { columns: 200 })[0]?.slice(11);

	test.each<[string, Partial<RestartStory>]>([
		['recycle #0 → #1, stopped by you, Ready after 1.4s', {}],
		[
			'recycle #0 → #1, killed by you, Ready after 1.4s',
			{ trigger: { cause: 'action', action: 'kill-sandbox', actionId: 'a' } },
		],
		['recycle #0 → #1, pause ended (exit 0), Ready after 1.4s', { trigger: { cause: 'exit', exitCode: 0 } }],
		['recycle #0 → #1, pause ended (exit 137, KILL), Ready after 1.4s', { trigger: { cause: 'exit', exitCode: 137 } }],
		['recycle #0 → #1, pause ended, Ready after 1.4s', { trigger: { cause: 'exit' } }],
		[
			'recycle #0 → #1, by the kubelet: Killing, Ready after 1.4s',
			{ trigger: { cause: 'kubelet', reason: 'Killing' } },
		],
		[
			'recycle #0 → #1, the kubelet found the sandbox unfit, Ready after 1.4s',
			{ trigger: { cause: 'sandbox-changed' } },
		],
		['recycle #0 → #1, its record was removed by hand, Ready after 1.4s', { trigger: { cause: 'removed' } }],
		[
			'recycle #0 → #1, nobody saw why, not over when the next began, after 1.4s',
			{ trigger: { cause: 'unknown' }, status: 'overtaken' },
		],
		['sandbox ended #0, stopped by you, over after 1.4s, not meant to come back', { status: 'ended' }],
		['all containers restarted in place, stopped by you, Ready after 1.4s', { scope: 'all-containers' }],
		// without the API server's word nobody knows that it is Ready
		['recycle #0 → #1, stopped by you, up again after 1.4s', { steps: [] }],
		['recycle #0 → #1, stopped by you, completed after 1.4s', { steps: [], containerKind: 'init' }],
	])('%s', (expected, part) => {
		expect(head(part)).toBe(expected);
	});

	test('says what a container died of', () => {
		expect(head({}, buildContainerRestart)).toBe(
			'boom restarted #3 → #4, exit 137 (KILL), OOM killed, Ready after 41.3s',
		);
		expect(head({ trigger: { cause: 'exit', signal: 15 } }, buildContainerRestart)).toContain(', signal TERM, ');
		expect(head({ trigger: { cause: 'exit', exitCode: 3 } }, buildContainerRestart)).toContain(', exit 3, ');
	});

	test('says how long it has taken so far and what it waits for', () => {
		expect(head({}, buildRunningRecycle)).toBe(
			'recycle #1 → #2, pause ended (exit 0), 4s so far, waiting for back-off 20s',
		);
		expect(head({ after: { containers: [] } }, buildRunningRecycle)).toContain('recycle #1 → …, ');
	});

	test('gives no time of day for another day', () => {
		const [line] = draw(buildRecycle({ beganAt: now - 52 * 60 * minute }));
		expect(line).toMatch(/^ 2d4h ago {2}recycle/);
	});
});

describe('steps', () => {
	const stepLine = (step: StoryStep, columns = 120) =>
		draw(buildRecycle({ steps: [step] }), { columns }).find((line) => line.slice(0, 9).includes('+'));
	const at = stories.recycle.beganAt;

	test('say which attempt ended how', () => {
		const named = { container: 'nginx', attempt: 3, at };
		expect(stepLine({ kind: 'container-ended', ...named, exitCode: 137, signal: 9, oomKilled: true })).toMatch(
			/^ {3}\+0\.00s {2}nginx #3 ended \(exit 137, KILL, OOM killed\) /,
		);
		expect(stepLine({ kind: 'container-ended', ...named })).toMatch(/nginx #3 ended +●/);
		expect(stepLine({ kind: 'init-run', ...named, until: at + 700, exitCode: 1 })).toMatch(
			/nginx #3 ran, exit 1 +700ms {2}█+/,
		);
	});

	test('say that only a listing shows them, also where room is short', () => {
		const step: StoryStep = { kind: 'container-ended', at, container: 'sidecar-for-logs', seenBy: 'listing' };
		expect(stepLine(step, 200)).toContain('ended, seen by listing');
		expect(stepLine(step, 40)).toMatch(/sidecar-for-l\S+ .*\(listing\)$/);
	});

	test('show coarse times as such', () => {
		expect(stepLine({ kind: 'noticed', at: at + 1200, resolution: 1000 })).toMatch(
			/^ {5}~\+1s {2}kubelet noticed +~1s /,
		);
		expect(stepLine({ kind: 'noticed', at: at + 400, resolution: 500 })).toMatch(
			/^ {2}~\+0\.40s {2}kubelet noticed +~400ms /,
		);
	});

	test('that have not come say what is waited for', () => {
		const words = draw(stories.running).filter((line) => line.startsWith('        …'));
		expect(words).toEqual(['        …  waits for nginx to start', '        …  then Ready']);
		const over = draw(buildRunningRecycle({ status: 'overtaken', endedAt: now }));
		expect(over).toContainEqual('        …  not reached: nginx to start');
	});

	test('grow with the clock where they go on', () => {
		const bar = (at: number) => draw(stories.running, { now: at }).find((line) => line.includes('in back-off')) ?? '';
		const lengths = [now, now + 500, now + 900].map((at) => bar(at).replace(/[^░]/g, '').length);
		expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
		expect(new Set(lengths).size).toBe(3);
	});
});

describe('what changed and what stayed', () => {
	const facts = (story: RestartStory, label: string, part: Partial<StoryStyle> = {}) => {
		const lines = draw(story, { columns: 400, ...part });
		return lines.find((line) => line.trimStart().startsWith(label))?.slice(11);
	};

	test('of a recycle', () => {
		expect(facts(stories.recycle, 'changed')).toBe(
			'IP 10.244.0.2 → .7  sandbox, nginx, ghost, busybox #0 → #1  RESTARTS 0 → 3  ipc …2607 → …2701  pid …2608 → …2702' +
				"  net, uts inodes reused 4026532609, …2606 (other namespaces, or the host's)  pause pid 20600 → 20908",
		);
		expect(facts(stories.recycle, 'stayed')).toBe('AGE 27m  node worker-2  UID 00000000-0000-4000-8000-000000000006');
	});

	test('tells a reused inode from one of the host', () => {
		const hostNamespaces = { net: 4026531992, uts: 4026532606 };
		expect(facts(stories.recycle, 'changed', { hostNamespaces })).toContain(
			'net inode reused 4026532609 (another namespace)',
		);
	});

	test('of a container whose sandbox stays', () => {
		expect(facts(stories.container, 'changed')).toBe('boom #3 → #4  RESTARTS 3 → 4');
		expect(facts(stories.container, 'stayed')).toContain('sandbox #0  IP 10.244.0.4  AGE 6m');
	});

	test('while it runs, nothing has stayed that may still change', () => {
		const { before } = stories.recycle;
		const running = { status: 'running', endedAt: undefined, before, after: before } as const;
		expect(facts(buildRecycle(running), 'stayed')).not.toMatch(/IP|RESTARTS/);
		const { before: side } = stories.container;
		const container = facts(buildContainerRestart({ ...running, before: side, after: side }), 'stayed');
		expect(container).toMatch(/^sandbox #0 {2}IP 10\.244\.0\.4 {2}AGE/);
	});

	test('an attempt that is counted from 0 again is another one all the same', () => {
		const { before, after } = stories.recycle;
		const story = buildRecycle({ before, after: { ...after, sandboxAttempt: 0, ip: 'fd00::7', containers: [] } });
		expect(facts(story, 'changed')).toMatch(/^IP 10\.244\.0\.2 → fd00::7 {2}sandbox #0 again /);
	});

	test('says nothing of what is not known', () => {
		const story = buildRecycle({ before: { containers: [] }, after: { containers: [] }, stayed: { uid: 'u' } });
		expect(facts(story, 'changed')).toBeUndefined();
		expect(facts(story, 'stayed')).toBe('UID u');
	});
});
