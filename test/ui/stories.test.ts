import { describe, expect, test } from 'vitest';
import type { PodHistory } from '../../source/core/pod-history.ts';
import { podStoryLimit } from '../../source/core/restart-story/tell-stories.ts';
import { formatClock } from '../../source/format/clock.ts';
import { textWidth } from '../../source/format/width.ts';
import { expectGolden } from '../helpers/golden.ts';
import { idOf, minute, now } from './node-builders.ts';
import { renderStories, richStories } from './render-stories.ts';
import { buildContainerRestart, buildRecycle, buildRunningRecycle, recycledUid } from './story-builders.ts';

const unfolded = { folds: { unfolded: false, except: new Set([recycledUid]) } };

const scenes = [
	{ name: '80x24-restarts', columns: 80, rows: 24 },
	{ name: '120x40-restarts', columns: 120, rows: 40, screen: unfolded },
	{ name: '200x60-restarts', columns: 200, rows: 60, screen: unfolded },
	{ name: '40x12-restarts', columns: 40, rows: 12 },
	{ name: '120x40-restarts-ascii', columns: 120, rows: 40, options: { ascii: true, color: false }, screen: unfolded },
	{ name: '80x24-stories', columns: 80, rows: 24, press: ['R'] },
	{ name: '120x30-stories-ascii', columns: 120, rows: 30, press: ['R', 'j'], options: { ascii: true, color: false } },
	{ name: '40x12-stories', columns: 40, rows: 12, press: ['R'] },
];

describe('exact frames', () => {
	test.each(scenes)('$name', ({ name, press = [], ...rest }) => {
		const ui = renderStories(rest);
		ui.press(...press);
		expect(ui.lines()).toHaveLength(rest.rows);
		expect(Math.max(...ui.lines().map(textWidth))).toBeLessThanOrEqual(rest.columns);
		if (rest.options?.ascii) expect(ui.frame()).toMatch(/^[\x20-\x7e\n]*$/);
		expectGolden(`ui/${name}.txt`, ui.frame());
	});
});

describe('the pane', () => {
	test('says when there is nothing to tell', () => {
		const ui = renderStories({ stories: [] });
		expect(ui.frame()).toContain('no restart of this pod has been seen; R lists those of the whole node');
		ui.press('G');
		expect(ui.frame()).toContain('it belongs to no pod: nothing restarts it');
	});

	test('is about the selected pod', () => {
		const ui = renderStories();
		expect(ui.frame()).toContain('default/pause-test2, 2 seen, 1 not over');
		ui.press('g');
		expect(ui.frame()).toContain('default/crasher, 1 seen');
		expect(ui.frame()).toContain('boom restarted #3 → #4');
	});

	test('keeps in sight what goes on, where it has no room for the whole story', () => {
		const ui = renderStories({ columns: 80, rows: 24 });
		expect(ui.lines().slice(16, -1)).toEqual([
			' 12:04:41  recycle #1 → #2, pause ended (exit 0),',
			'           4s so far, waiting for back-off 20s',
			'        …  7 earlier steps: J scrolls',
			expect.stringMatching(/^ {3}\+0\.90s {2}init-one #2 ran +1\.1s$/),
			expect.stringMatching(/^ {3}\+2\.00s {2}nginx in back-off +2s$/),
			'        …  waits for nginx to start',
			'        …  then Ready',
		]);
		ui.press('J');
		expect(ui.frame()).toContain('pause #1 ended');
		ui.press('K');
		expect(ui.frame()).toContain('7 earlier steps');
		const many = Array.from({ length: 30 }, (_, index) => ({
			kind: 'container-started' as const,
			container: `app-${index}`,
		}));
		const { steps } = buildRunningRecycle();
		ui.tell([buildRunningRecycle({ steps: [...steps.slice(0, 9), ...many] })]);
		expect(ui.frame()).toContain('nginx in back-off');
		expect(ui.frame()).toContain('then app-1 to start');
		expect(ui.frame()).not.toContain('app-9');
	});

	test('scrolls to its end and back', () => {
		const ui = renderStories({ columns: 80, rows: 24 });
		const top = ui.frame();
		ui.press(...Array.from({ length: 60 }, () => 'J'));
		expect(ui.lines().at(-2)).toMatch(/^ +stayed .*UID 00000000-0000-4000-8000-000000000006$/);
		ui.press(...Array.from({ length: 60 }, () => 'K'));
		expect(ui.frame()).toBe(top);
	});

	test('a long story and many stories are all there', () => {
		const steps = Array.from({ length: 20 }, (_, index) => ({
			kind: 'container-started' as const,
			container: `app-${index}`,
			at: now - 9000 + index,
		}));
		const stories = Array.from({ length: 30 }, (_, index) =>
			buildRecycle({ id: `${recycledUid}/${index}`, steps, beganAt: now - minute * index }),
		);
		const ui = renderStories({ columns: 80, rows: 24, stories });
		const seen = new Set<string>();
		for (let pressed = 0; pressed < 30 * 30; pressed++) {
			for (const line of ui.lines().slice(16, -1)) if (/^ \d\d:/.test(line)) seen.add(line.slice(0, 10));
			ui.press('J');
		}
		expect(seen.size).toBe(30);
	});
});

describe('what is no longer kept', () => {
	const many = (count: number) =>
		Array.from({ length: count }, (_, index) =>
			buildRecycle({ id: `${recycledUid}/${index}`, beganAt: now - minute * (index + 1) }),
		);
	const historyWith = (dropped: PodHistory['dropped']) => ({
		histories: new Map([[recycledUid, { incarnations: new Map(), moments: [], dropped }]]),
	});
	const at = (time: number) => formatClock(time);

	test('is told below the oldest story, with the time', () => {
		const dropped = {
			events: { count: 9, until: now - minute * 2 },
			moments: { count: 1, until: now - minute * 3 },
			incarnations: { count: 4, until: now - minute * 40 },
		};
		const ui = renderStories({ stories: many(4), node: historyWith(dropped) });
		expect(ui.frame()).toContain('default/pause-test2, the newest 4');
		expect(ui.frame()).not.toContain('no longer kept');
		for (let pressed = 0; pressed < 200; pressed++) ui.press('J');
		expect(ui.lines().at(-2)).toBe(
			`   restarts before ${at(now - minute * 4)} and details before ${at(now - minute * 2)} are no longer kept`,
		);
	});

	test('begins with the oldest of as many stories as are told', () => {
		const ui = renderStories({ stories: many(podStoryLimit) });
		expect(ui.frame()).toContain(`default/pause-test2, the newest ${podStoryLimit}`);
		for (let pressed = 0; pressed < 500; pressed++) ui.press('J');
		expect(ui.lines().at(-2)).toBe(`   restarts before ${at(now - minute * podStoryLimit)} are no longer kept`);
	});

	test('is told where there is no story left, and for what was long ago as an age', () => {
		const node = historyWith({ events: { count: 9, until: now - 3 * 24 * 60 * minute } });
		const ui = renderStories({ stories: [], node, columns: 160 });
		expect(ui.frame()).toMatch(/no restart of this pod has been seen.*; details from over 3d ago are no longer kept/);
	});

	test('is nothing to speak of where all is kept', () => {
		const ui = renderStories({ stories: many(podStoryLimit - 1) });
		expect(ui.frame()).toContain(`default/pause-test2, ${podStoryLimit - 1} seen`);
		for (let pressed = 0; pressed < 500; pressed++) ui.press('J');
		expect(ui.frame()).not.toContain('kept');
	});

	test('is counted above the list of the whole node, as far as there is room', () => {
		const setup = {
			stories: [...many(podStoryLimit), buildContainerRestart()],
			dropped: 7,
			node: { forgottenPods: 12 },
		};
		const wide = renderStories(setup);
		wide.press('R');
		expect(wide.lines()[1]).toMatch(
			/ 1 of 21, 7 older ones left out, the newest 20 only of 1 pod, 12 pods long gone forgotten$/,
		);
		const narrow = renderStories({ ...setup, columns: 80, rows: 24 });
		narrow.press('R');
		expect(narrow.lines()[1]).toMatch(/^ Restarts on this node +1 of 21, 7 older ones left out$/);
		const low = renderStories({ ...setup, columns: 40, rows: 12 });
		low.press('R');
		expect(low.lines()[1]).toMatch(/^ Restarts on this node +1 of 21$/);
	});
});

describe('the row of a pod that is recycled', () => {
	const row = (ui: ReturnType<typeof renderStories>) => ui.lines().find((line) => line.includes('pause-test2  ')) ?? '';

	test.each([80, 120, 200])('says so at %i columns and changes nothing of kubectl’s', (columns) => {
		const ui = renderStories({ columns });
		expect(row(ui)).toMatch(/▸↻pause-test2 +3\/3 +Running +3 \(14s ago\) +27m/);
		const over = renderStories({ columns, stories: [buildRecycle()] });
		expect(row(over)).toMatch(/▸ pause-test2 +3\/3 +Running +3 \(14s ago\) +27m/);
	});

	test('counts the seconds where the sandbox stands, and no column moves', () => {
		const ui = renderStories({ columns: 200 });
		const header = ui.lines()[1];
		for (const [wait, text] of [
			[0, '#1 ↻ 4s '],
			[7000, '#1 ↻ 11s '],
			[140_000, '#1 ↻ 2m31s '],
			[400_000, '#1 ↻ 9m11s '],
		] as const) {
			ui.tick(wait);
			expect(row(ui)).toContain(`bef71601 ${text}`);
			expect(ui.lines()[1]).toBe(header);
		}
		expect(row(renderStories({ columns: 120 }))).toContain(' ↻ #1 4s  ');
		expect(row(renderStories({ columns: 120, options: { ascii: true } }))).toContain(' @ #1 4s  ');
	});

	test('is not marked for a container that restarts', () => {
		const ui = renderStories({ stories: [buildContainerRestart({ status: 'running', endedAt: undefined })] });
		expect(ui.frame()).not.toContain('↻');
	});
});

describe('the line of ended attempts', () => {
	test.each([
		[{ cause: 'action', action: 'restart-sandbox', actionId: 'a' }, 'stopped by you'],
		[{ cause: 'action', action: 'kill-sandbox', actionId: 'a' }, 'killed by you'],
		[{ cause: 'kubelet', reason: 'Killing' }, 'exit 0, by the kubelet'],
		[{ cause: 'removed' }, 'removed by hand'],
		[{ cause: 'exit', exitCode: 0 }, 'exit 0'],
	] as const)('%o is told as: %s', (trigger, words) => {
		const ui = renderStories({ columns: 200, screen: unfolded, stories: [buildRecycle({ trigger })] });
		expect(ui.frame()).toContain(`exited  pause 7d36c044 #0 (16s ago, ${words}), nginx #0 (16s ago, exit 137)`);
	});
});

describe('the list of the whole node', () => {
	const cursor = (ui: ReturnType<typeof renderStories>) => ui.lines()[1]?.trim();

	test('opens a story in its pod’s pane, also one below', () => {
		const ui = renderStories({ columns: 80, rows: 24, screen: { pane: 'timeline', selection: undefined } });
		ui.press('R', 'j', 'enter');
		expect(ui.frame()).toContain('default/pause-test2, 2 se');
		expect(ui.lines()[16]).toBe(' 12:04:29  recycle #0 → #1, stopped by you, Ready after 1.4s');
		ui.press('R', 'G', 'enter');
		expect(ui.frame()).toMatch(/ Restarts {2}\d\/\d {2}default\/crasher/);
	});

	test('clears a filter that hides the pod', () => {
		const filter = { text: 'crasher', applied: 'crasher', editing: false };
		const ui = renderStories({ screen: { filter, selection: undefined } });
		ui.press('R', 'enter');
		expect(ui.frame()).toContain('default/pause-test2, 2 seen');
		expect(ui.frame()).toContain('with-init');
	});

	test('tells the story of a pod that is gone on its own', () => {
		const gone = buildRecycle({ podUid: 'gone', pod: 'was-here', id: 'gone/1', status: 'ended', beganAt: now - 1000 });
		const ui = renderStories({ stories: [...richStories, gone] });
		ui.press('R', 'enter');
		expect(ui.lines()[1]).toBe(' A restart of a pod that is not listed');
		expect(ui.lines()[3]).toBe(' default/was-here');
		expect(ui.frame()).toContain('over after 1.4s, not meant to come back');
		ui.tell(richStories);
		expect(ui.frame()).toContain('pausetop does not keep it any more');
		ui.press('escape');
		expect(ui.screen().overlay).toBeUndefined();
	});

	test('a pod of a namespace that is not shown has no row either', () => {
		const ui = renderStories({ options: { showAllNamespaces: false, kubeNamespace: 'kube-system' } });
		ui.press('R', 'enter');
		expect(ui.lines()[3]).toBe(' default/pause-test2');
	});

	test('keeps its cursor on a story as newer ones come', () => {
		const ui = renderStories();
		ui.press('R', 'j');
		expect(cursor(ui)).toMatch(/2 of 3$/);
		ui.tell([...richStories, buildRecycle({ id: `${recycledUid}/new`, beganAt: now + 500 })]);
		expect(cursor(ui)).toMatch(/3 of 4$/);
		ui.tell([buildContainerRestart()]);
		expect(cursor(ui)).toMatch(/1 of 1$/);
		ui.press('escape');
		expect(ui.screen().overlay).toBeUndefined();
	});

	test('moves through more stories than fit, and counts them by pod', () => {
		const stories = Array.from({ length: 200 }, (_, index) =>
			buildRunningRecycle({
				id: `pod-${index % 40}/${index}`,
				podUid: `pod-${index % 40}`,
				pod: `pod-${index % 40}`,
				scope: index % 2 ? 'sandbox' : 'container',
				container: 'main',
				beganAt: now - index * 1000,
				before: { containers: [{ name: 'main', kind: 'app', id: idOf(1, 1, 1), attempt: 1 }] },
			}),
		);
		const ui = renderStories({ columns: 80, rows: 24, stories });
		ui.press('R');
		expect(ui.lines()[3]).toContain('pod-0 5 ');
		expect(ui.lines()[4]).toMatch(/and \d+ more pods$/);
		ui.press('G');
		expect(cursor(ui)).toMatch(/200 of 200$/);
		expect(ui.lines().at(-2)).toContain('pod-39');
		ui.press('pageup', 'up');
		expect(cursor(ui)).toMatch(/18\d of 200$/);
		ui.press('g', 'pagedown', 'down');
		expect(cursor(ui)).toMatch(/18 of 200$/);
		expect(ui.lines()).toHaveLength(24);
	});

	test('says how many it leaves out', () => {
		const ui = renderStories({ dropped: 7 });
		ui.press('R');
		expect(cursor(ui)).toMatch(/1 of 3, 7 older ones left out$/);
	});

	test('says when there is none', () => {
		const ui = renderStories({ stories: [] });
		ui.press('R', 'j', 'enter');
		expect(ui.frame()).toContain('no restart has been seen so far');
	});
});

test('text from outside reaches none of these screens as it is', () => {
	const evil = 'x\x1b[2J\r\n\u202e\u009b31m';
	const part = { pod: evil, kubeNamespace: evil, container: evil, scope: 'container' as const };
	const stories = [
		buildRecycle({ ...part, trigger: { cause: 'kubelet', reason: evil } }),
		buildRunningRecycle({ ...part, podUid: 'gone', id: 'gone/1', waitingFor: evil }),
	];
	for (const columns of [40, 80, 200]) {
		const ui = renderStories({ columns, stories });
		const frames = [ui.frame()];
		ui.press('R');
		frames.push(ui.frame());
		ui.press('enter');
		frames.push(ui.frame());
		for (const frame of frames) {
			expect(frame).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
			expect(Math.max(...frame.split('\n').map(textWidth))).toBeLessThanOrEqual(columns);
		}
	}
});
