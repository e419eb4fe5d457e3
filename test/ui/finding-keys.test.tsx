import { describe, expect, test } from 'vitest';
import { say } from '../../source/core/findings/finding-text.ts';
import { keys } from '../helpers/ui-render.tsx';
import {
	allWell,
	buildFinding,
	createSickStore,
	find,
	flapping,
	onHost,
	richFindings,
	slowRuntime,
	subjectOf,
	unchecked,
	withoutPause,
} from './finding-bench.ts';
import { idOf, now, second } from './node-builders.ts';
import { renderApp } from './render-app.tsx';
import { createRichStore } from './rich-node.ts';

type App = Awaited<ReturnType<typeof open>>;

const open = (findings = richFindings, setup: Parameters<typeof renderApp>[0] = {}) =>
	renderApp({
		columns: 120,
		rows: 40,
		store: createSickStore(findings),
		...setup,
		options: { color: false, ...setup.options },
	});

/** The selected row. */
const cursor = (ui: App) => ui.lineWith('▌')?.replace(/ +/g, ' ').trim() ?? '';
/** What the pane is about, and its first two lines as one. */
const paneAbout = (ui: App) => / Findings +(?:6\/6 +)?(\S.*?)(?: +\[ \] to switch)?$/m.exec(ui.frame())?.[1];
const paneTop = (ui: App) => {
	const lines = ui.lines();
	const tabs = lines.findIndex((line) => /^ +Namespaces .* Findings| Findings {2}6\/6/.test(line));
	return lines
		.slice(tabs + 1, tabs + 3)
		.join(' ')
		.replace(/ +/g, ' ');
};

describe('f', () => {
	test('goes through what has to be done, the worst first, and round', async () => {
		const ui = await open();
		await ui.press('f');
		expect(cursor(ui)).toMatch(/^▌ ghost 63c4b3e4dd8e ▲Up 27m/);
		expect(paneAbout(ui)).toBe('default/pause-test, 1 of 4');
		expect(paneTop(ui)).toContain('▲ critical 2m31s container-without-pause default/pause-test: ghost runs');
		await ui.press('f');
		expect(cursor(ui), 'docker has no row').toMatch(/^▌ ghost/);
		expect(ui.frame()).toContain('△ warning   40s     slow-runtime\n   docker answers slowly');
		await ui.press('f');
		expect(cursor(ui)).toMatch(/^▌default ▸ crasher/);
		expect(paneTop(ui)).toContain('default/crasher: its sandbox was replaced');
		await ui.press('f');
		expect(cursor(ui)).toMatch(/^▌kube-system ▸ static-web-worker-2/);
		await ui.press('f');
		expect(cursor(ui), 'what is only worth knowing is no station').toMatch(/^▌ ghost/);
	});

	test('unfolds the pod only for a container of it, and has the pod in sight above', async () => {
		const ui = await open(undefined, { rows: 20 });
		await ui.press('G', 'f');
		const lines = ui.lines();
		const pod = lines.findIndex((line) => line.includes('▾ pause-test '));
		expect(pod).toBeGreaterThan(1);
		expect(lines.findIndex((line) => line.includes('▌')) - pod).toBe(3);
	});

	test('goes to the pause where it is about a sandbox', async () => {
		const subject = subjectOf(6, 'pause-test2', { id: idOf(6, 0, 1) });
		const ui = await open({ ...allWell, findings: [buildFinding({ subject })] });
		await ui.press('f');
		expect(cursor(ui)).toMatch(/^▌ pause bef71601b928 △Up 14s/);
	});

	test('goes to the pod where the incarnation has no row any more', async () => {
		const subject = subjectOf(6, 'pause-test2', { container: 'nginx', id: idOf(6, 1, 0) });
		const ui = await open({ ...allWell, findings: [buildFinding({ subject })] });
		await ui.press('f');
		expect(cursor(ui)).toMatch(/^▌default ▸ pause-test2 3\/3 △Running/);
		await ui.press(keys.enter);
		expect(ui.frame()).not.toContain('△Up');
	});

	test('brings the reader to the second finding of a pod, too', async () => {
		const second = buildFinding({ rule: 'zombies', summary: say`default/pause-test: 12 zombies` });
		const ui = await open({ ...allWell, findings: [withoutPause, second] }, { columns: 80, rows: 24 });
		await ui.press('f');
		expect(ui.frame()).not.toContain('12 zombies');
		await ui.press('f');
		expect(ui.frame(), 'at the end of the pane').toContain('12 zombies');
		expect(cursor(ui)).toMatch(/^▌default ▾ pause-test /);
		await ui.press('f');
		expect(paneTop(ui)).toContain('ghost runs');
	});

	test('takes away a filter that hides the pod, and no other', async () => {
		const ui = await open();
		await ui.press('/', 'with-init', keys.enter, 'f');
		expect(cursor(ui)).toMatch(/^▌ ghost/);
		expect(ui.frame()).toContain('with-init');
		await ui.press('/', 'crash', keys.enter, 'f', 'f');
		expect(cursor(ui)).toMatch(/▸ crasher/);
		expect(ui.lines().at(-1)).toContain('/crash');
	});

	test('shows in the pane what has no row here', async () => {
		const gone = buildFinding({ subject: subjectOf(99, 'was-here'), summary: say`default/was-here is left over` });
		const ui = await open({ ...allWell, findings: [gone] });
		await ui.press('f');
		expect(paneAbout(ui)).toBe('whole node, 1');
		expect(paneTop(ui)).toContain('default/was-here is left over');
		const scoped = await open(undefined, { options: { showAllNamespaces: false, kubeNamespace: 'kube-system' } });
		await scoped.press('f');
		expect(paneTop(scoped)).toContain('default/pause-test: ghost');
		expect(cursor(scoped)).toContain('static-web');
	});

	test('goes on to what came after a finding that is over', async () => {
		const ui = await open();
		await ui.press('f', 'f');
		find(ui.store, { ...richFindings, findings: [withoutPause, flapping, unchecked, onHost] }, now + second);
		await ui.settle();
		await ui.press('f');
		expect(cursor(ui)).toMatch(/▸ crasher/);
		find(ui.store, { ...richFindings, findings: [withoutPause] }, now + 2 * second);
		await ui.settle();
		await ui.press('f');
		expect(cursor(ui)).toMatch(/^▌ ghost/);
	});

	test('says so where there is nothing, and what is known besides', async () => {
		const ui = await open(allWell);
		await ui.press('f');
		expect(ui.lineWith('nothing wrong found')?.trim()).toBe('nothing wrong found');
		await ui.press('j');
		expect(ui.frame()).not.toContain('nothing wrong found');
		find(ui.store, { findings: [onHost], cannotTell: richFindings.cannotTell }, now + second);
		await ui.press('f');
		expect(ui.frame()).toContain('nothing wrong found; 1 worth knowing, 3 checks cannot tell: ! lists them');
		const early = await open(undefined, { store: createRichStore() });
		await early.press('f');
		expect(early.frame()).toContain('nothing has been judged yet');
	});

	test('puts the pane in front on a low terminal', async () => {
		const ui = await open(undefined, { columns: 60, rows: 12 });
		await ui.press('f');
		expect(ui.lines()[1]).toContain('default/pause-test, 1 of 4');
	});
});

describe('!', () => {
	test('opens everything in full, scrolls, and goes back', async () => {
		const ui = await open(undefined, { columns: 80, rows: 24 });
		await ui.press('!');
		expect(ui.lines()[1]).toMatch(/^ Findings on this node, first of default\/crasher +1-20 of \d+$/);
		await ui.press('G');
		expect(ui.frame()).toContain('cannot tell duplicate-pod-ip, ephemeral-target');
		expect(ui.frame()).toContain('looks wrong for 20s; said at 60s: default/pause-test: nginx');
		await ui.press('!');
		expect(ui.lines()[1]).toContain('NAMESPACE');
	});

	test('has each command whole on a line where it fits on one', async () => {
		for (const columns of [80, 100, 120]) {
			const ui = await open(undefined, { columns, rows: 60 });
			await ui.press('!');
			const lines = ui.lines().map((line) => line.trim());
			const commands = richFindings.findings.flatMap(({ todo, evidence }) =>
				[...todo, ...evidence].flatMap(({ command }) => command ?? []),
			);
			expect(commands.length).toBeGreaterThan(5);
			for (const command of commands.filter(({ length }) => length < columns - 1)) expect(lines).toContain(command);
			const text = lines.join('');
			for (const command of commands) expect(text).toContain(command);
		}
	});

	test('says when nothing is wrong', async () => {
		const ui = await open(allWell);
		await ui.press('!');
		expect(ui.lines()[1]).toMatch(/^ Findings on this node$/);
		expect(ui.lines()[3]).toBe('   nothing wrong found');
		find(ui.store, { findings: [slowRuntime] }, now + second);
		await ui.settle();
		expect(ui.frame()).toContain('docker answers slowly');
		expect(ui.frame()).not.toContain('nothing wrong found');
	});
});

describe('where nothing is found, the way there is not offered', () => {
	test.each([
		[allWell, false],
		[richFindings, true],
	])('%#', async (findings, offered) => {
		const ui = await open(findings, { columns: 200 });
		expect(ui.lines().at(-1)?.includes('f next finding')).toBe(offered);
		expect(ui.lines().at(-1)?.includes('! in full')).toBe(offered);
	});
});
