import { describe, expect, test } from 'vitest';
import type { Finding, NodeFindings } from '../../source/core/findings/finding.ts';
import { say } from '../../source/core/findings/finding-text.ts';
import { textWidth } from '../../source/format/width.ts';
import { expectGolden } from '../helpers/golden.ts';
import { keys } from '../helpers/ui-render.tsx';
import {
	buildFinding,
	createSickStore,
	find,
	flapping,
	onHost,
	richFindings,
	suspected,
	withoutPause,
} from './finding-bench.ts';
import { now, second } from './node-builders.ts';
import { renderApp } from './render-app.tsx';

const scenes = [
	{ name: '80x24-findings', columns: 80, rows: 24, press: ['f'] },
	{ name: '120x40-findings', columns: 120, rows: 40, press: ['f'] },
	{ name: '200x60-findings', columns: 200, rows: 60, press: ['t', 'f', 'a'] },
	{ name: '40x12-findings', columns: 40, rows: 12, press: ['f'] },
	{ name: '40x12-findings-table', columns: 40, rows: 12, press: ['jjjj', keys.right] },
	{
		name: '120x40-findings-ascii',
		columns: 120,
		rows: 40,
		press: ['f', 'f', 'a'],
		options: { ascii: true, color: false },
	},
	{ name: '80x24-findings-in-full', columns: 80, rows: 24, press: ['!'] },
	{ name: '120x50-findings-in-full', columns: 120, rows: 50, press: ['!'] },
];

describe('exact frames', () => {
	test.each(scenes)('$name', async ({ name, press, ...rest }) => {
		const ui = await renderApp({ ...rest, store: createSickStore() });
		await ui.press(...press);
		expect(ui.lines()).toHaveLength(rest.rows);
		expect(Math.max(...ui.lines().map(textWidth))).toBeLessThanOrEqual(rest.columns);
		if (rest.options?.ascii) expect(ui.frame()).toMatch(/^[\x20-\x7e\n]*$/);
		expectGolden(`ui/${name}.txt`, ui.frame());
	});
});

type App = Awaited<ReturnType<typeof renderApp>>;

const open = (findings: Partial<NodeFindings> = richFindings, setup: Parameters<typeof renderApp>[0] = {}) =>
	renderApp({ columns: 120, rows: 40, store: createSickStore(findings), ...setup });

const header = (ui: App) => ui.lines()[0]?.trimEnd() ?? '';
const toFindings = '[';
const many = (count: number, part: (index: number) => Partial<Finding> = () => ({})) =>
	Array.from({ length: count }, (_, index) =>
		buildFinding({ key: `zombies/${index}`, rule: 'zombies', summary: say`zombie ${index}`, ...part(index) }),
	);

describe('the header', () => {
	test.each([
		[120, / 8 pods 17 containers {2}4 findings$/],
		[80, / 8 pods 17 containers {2}4 findings$/],
		[60, /\/proc +4!$/],
		[40, /\/proc +4!$/],
	])('counts at %i columns', async (columns, expected) => {
		expect(header(await open(undefined, { columns }))).toMatch(expected);
	});

	test('counts what somebody has to do something about, and nothing where there is nothing', async () => {
		expect(header(await open({ findings: [flapping, onHost] }))).toMatch(/containers {2}1 finding$/);
		expect(header(await open({ findings: [onHost], suspected: [suspected] }))).toMatch(/containers$/);
		expect(header(await open({}))).toMatch(/containers$/);
	});

	test('does not claim that nothing is wrong where that could not be checked', async () => {
		const { cannotTell } = richFindings;
		expect(header(await open({ cannotTell }))).toMatch(/containers {2}\? findings$/);
		expect(header(await open({ cannotTell, findings: [flapping] }))).toMatch(/containers {2}1 finding$/);
		// at the start everything is still on its way
		const pending = cannotTell?.map((one) => ({ ...one, pending: true as const }));
		expect(header(await open({ cannotTell: pending }))).toMatch(/containers$/);
	});

	test('says that the kubelet is gone as soon as its process is: the API server takes 40 s', async () => {
		const store = createSickStore({});
		store.dispatch({ at: now, source: 'proc', kind: 'kubelet', running: true });
		const ui = await renderApp({ columns: 120, rows: 40, store });
		expect(header(ui)).toMatch(/● kubelet v/);
		store.dispatch({ at: now + second, source: 'proc', kind: 'kubelet', running: false });
		await expect.poll(() => header(ui)).toMatch(/✖ kubelet v[\d.]+ gone/);
	});

	test('keeps all its signs of sources where it has no room for words', async () => {
		const findings = many(1234);
		const ui = await open({ findings }, { columns: 40 });
		expect(header(ui)).toMatch(/^ pausetop ● docker ● api ● .* 1234!$/);
	});
});

describe('a row', () => {
	const table = (ui: App) => ui.lines().slice(1, 16);

	test.each([40, 60, 80, 120, 200])('with a finding has every column where it was, at %i columns', async (columns) => {
		const sick = await open(undefined, { columns });
		const well = await open({}, { columns });
		for (const ui of [sick, well]) await ui.press('t');
		expect(table(sick).join('\n')).toContain('▲Running');
		expect(table(sick).map((line) => line.replace(/[▲△]/g, ' '))).toEqual(table(well));
	});

	test('is marked for what has to be done only, also beside the mark of an action', async () => {
		const ui = await open();
		expect(ui.lineWith('on-host')).toContain('1/1    Running');
		expect(ui.lineWith('crasher')).toMatch(/ {2}△CrashLoopBackOff/);
		await ui.press(' ');
		expect(ui.lineWith('crasher')).toMatch(/▸\*crasher .* {2}△CrashLoopBackOff/);
	});

	test('has the sign of the worst', async () => {
		const ui = await open({ findings: [withoutPause, buildFinding()] });
		expect(ui.lineWith('pause-test ')).toContain('▲Running');
	});

	test('loses its sign when the finding is over', async () => {
		const ui = await open();
		find(ui.store, { findings: [flapping] }, now + second);
		await ui.settle();
		expect(ui.lineWith('pause-test ')).not.toContain('▲');
	});
});

describe('the pane', () => {
	test('has the pod’s own, those of the node, and on demand all', async () => {
		const ui = await open(undefined, { rows: 60 });
		await ui.press(toFindings);
		expect(ui.frame()).toContain('default/crasher, 1 of 4');
		expect(ui.frame().indexOf('sandbox was replaced')).toBeLessThan(ui.frame().indexOf('docker answers slowly'));
		expect(ui.frame()).toContain('   2 more on other pods: a lists them, f goes to the next');
		expect(ui.frame()).not.toContain('ghost runs in');
		await ui.press('a');
		expect(ui.frame()).toContain('whole node, 4');
		for (const text of ['ghost runs in', 'sandbox was replaced', "uses the host's net"])
			expect(ui.frame()).toContain(text);
		expect(ui.frame()).not.toContain('on other pods');
		expect(ui.lines().at(-1)).not.toContain("pod's events");
	});

	test('says what is not found, and what cannot be', async () => {
		const ui = await open({ suspected: [suspected], cannotTell: richFindings.cannotTell });
		await ui.press('jjjj', toFindings);
		expect(ui.frame()).toContain('   nothing wrong found\n');
		expect(ui.frame()).toContain('   looks wrong for 20s; said at 60s: default/pause-test: nginx does not end');
		expect(ui.frame()).toContain(
			'   cannot tell duplicate-pod-ip, ephemeral-target: namespaces are not readable  → run as root',
		);
		await ui.press('k');
		expect(ui.frame()).not.toContain('looks wrong');
		const others = await open({ findings: [withoutPause] });
		await others.press(toFindings);
		expect(others.frame()).toContain('nothing wrong found with this pod; 1 on other pods: a lists them');
		expect(others.frame()).toContain('default/crasher, none of 1');
		const early = await renderApp({ columns: 120, rows: 40 });
		await early.press(toFindings);
		expect(early.frame()).toContain('nothing has been judged yet');
	});

	test('of what belongs to no pod is that of the whole node', async () => {
		const ui = await open();
		await ui.press('G', toFindings);
		expect(ui.frame()).toContain('whole node, 4');
		expect(ui.frame()).toContain('ghost runs in');
	});

	test('says since when a finding has not been checked, and why', async () => {
		const ui = await open();
		await ui.press('ffff');
		expect(ui.frame()).toContain(
			'   not checked since 11:59:45: the API server: connection refused  → see whether it runs',
		);
	});

	test('goes on with the clock, unless the screen is frozen', async () => {
		const ui = await open();
		await ui.press('f');
		const tick = (seconds: number) => ui.store.dispatch({ at: now + seconds * second, source: 'clock', kind: 'tick' });
		tick(10);
		await ui.settle();
		expect(ui.frame()).toContain('critical  2m41s ');
		expect(ui.frame()).toContain('in the network of a pause that ended 2m41s ago');
		await ui.press('z');
		find(ui.store, {}, now + 20 * second);
		await ui.settle();
		expect(ui.frame()).toContain('ended 2m41s ago');
		expect(header(ui)).toContain('4 findings');
		await ui.press('z');
		expect(ui.frame()).not.toContain('ghost runs');
	});

	test('scrolls to its end and back, and begins anew with another pod', async () => {
		const ui = await open({ findings: many(30) }, { columns: 80, rows: 24 });
		await ui.press('jjjj', toFindings);
		const top = ui.frame();
		await ui.press('J'.repeat(100));
		expect(ui.frame()).toContain('zombie 29');
		expect(ui.frame()).not.toContain('zombie 26');
		await ui.press('K'.repeat(100));
		expect(ui.frame()).toBe(top);
		await ui.press('J', 'j', 'k');
		expect(ui.frame()).toBe(top);
	});

	test('draws nothing while it is hidden, and then what is in sight only', async () => {
		const read = new Set<number>();
		const counted = many(500).map((finding, index) =>
			Object.defineProperty({ ...finding }, 'avoid', {
				get() {
					read.add(index);
					return [];
				},
			}),
		);
		const ui = await open({ findings: counted });
		await ui.press('jjjj', 'j', 'k');
		expect(read.size).toBe(0);
		await ui.press(toFindings);
		expect(read.has(0)).toBe(true);
		expect(read.size).toBeLessThan(30);
	});
});

describe('the filter', () => {
	test.each([
		['finding', ['crasher', 'pause-test ', 'static-web']],
		['finding critical', ['pause-test ']],
		['sandbox-flap', ['crasher']],
		['^info host', ['on-host']],
	])('%s finds pods by their findings', async (text, expected) => {
		const ui = await open();
		await ui.press('/', text);
		const pods = ui.lines().filter((line) => line.includes('▸'));
		expect(pods).toHaveLength(expected.length);
		for (const [index, name] of expected.entries()) expect(pods[index]).toContain(name);
	});

	test('lets a pod go whose finding is over', async () => {
		const ui = await open();
		await ui.press('/', 'finding', keys.enter);
		find(ui.store, { findings: [flapping] }, now + second);
		await ui.settle();
		expect(ui.lines().filter((line) => line.includes('▸'))).toHaveLength(1);
	});
});

test('nothing from outside moves the cursor or passes the edge', async () => {
	const evil = '\u001b[2J\n\u202e日本語\t';
	const hostile = buildFinding({
		summary: say`${evil.repeat(20)}`,
		evidence: [{ what: evil, value: say`${evil.repeat(9)}`, source: evil, command: `echo '${evil.repeat(30)}'` }],
		todo: [{ text: say`${evil}`, command: evil }],
		avoid: [say`${evil}`],
		uncheckedSince: now,
	});
	const cannotTell = [{ rule: hostile.rule, reason: evil, remedy: evil }];
	const findings = { findings: [hostile], suspected: [{ ...hostile, confirmedAt: now }], cannotTell };
	for (const [columns, press] of [
		[40, ['f']],
		[80, ['f']],
		[120, ['!']],
		[40, ['!']],
	] as const) {
		const ui = await open(findings, { columns, rows: 40 });
		await ui.press(...press);
		expect(ui.lines()).toHaveLength(40);
		expect(Math.max(...ui.lines().map(textWidth))).toBeLessThanOrEqual(columns);
		expect(ui.frame()).not.toMatch(/[\u202e\t]|\u001b\[2J/);
	}
});
