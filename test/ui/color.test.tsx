import '../helpers/force-color.ts';
import { expect, test } from 'vitest';
import { createSickStore, flapping, withoutPause } from './finding-bench.ts';
import { now, second } from './node-builders.ts';
import { renderApp } from './render-app.tsx';
import { createRichStore } from './rich-node.ts';

const esc = '\x1b[';
const line = (ui: Awaited<ReturnType<typeof renderApp>>, text: string) =>
	ui.lines().find((each) => each.includes(text)) ?? '';

test('trouble is red, waiting yellow, what is over dim, and running plain', async () => {
	const ui = await renderApp();
	await ui.press('G');
	expect(line(ui, 'crasher')).toContain(`${esc}31mCrashLoopBackOff`);
	expect(line(ui, 'done')).toContain(`${esc}2mCompleted`);
	expect(line(ui, 'static-web')).toContain(`${esc}2mTerminating`);
	expect(line(ui, 'on-host')).toMatch(/1\/1 {4}Running {11}0 /);
});

test('the selected row is inverse across the terminal, in one tone', async () => {
	const ui = await renderApp({ columns: 80, rows: 24 });
	const selected = line(ui, 'crasher');
	expect(selected.startsWith(`${esc}7m default`)).toBe(true);
	expect(selected.endsWith(`${esc}27m`)).toBe(true);
	expect(selected.slice(4, -5)).toHaveLength(80);
	expect(selected.slice(4, -5)).not.toContain('\x1b');
});

test('without colours there is a marker, and no colour in any frame', async () => {
	const ui = await renderApp({ options: { color: false } });
	await ui.press('t', 'j', '?', 'q', 'd');
	expect(ui.frames.filter((frame) => frame.includes('▌')).length).toBeGreaterThan(1);
	// 30 to 37 and 40 to 47 are colours; weight and inverse are not
	expect(ui.frames.join('')).not.toMatch(/\x1b\[[34][0-7]m/);
});

test('what a dead source said is dim, what others say is not', async () => {
	const store = createRichStore();
	store.dispatch({ at: now + second, source: 'kube', kind: 'health', health: 'failed', detail: 'connection refused' });
	const ui = await renderApp({ store });
	await ui.press('G');
	const crasher = line(ui, 'crasher');
	expect(crasher).not.toContain(`${esc}31m`);
	expect(crasher).toMatch(new RegExp(`${'\\x1b'}\\[2m.*crasher.*CrashLoopBackOff.*${'\\x1b'}\\[22m *1d9fb202 #0`));
	expect(line(ui, 'api failed')).toContain(`${esc}31m`);
});

test.each([
	{ findings: [flapping], sgr: 33 },
	{ findings: [withoutPause, flapping], sgr: 31 },
])('the count of findings is as red as the worst of them: %#', async ({ findings, sgr }) => {
	const ui = await renderApp({ store: createSickStore({ findings }) });
	expect(ui.lines()[0]).toContain(`${esc}${sgr}m ${findings.length} finding`);
});

test('a row’s sign has its own tone, its state keeps its own', async () => {
	const ui = await renderApp({ store: createSickStore() });
	await ui.press('f', 'G');
	expect(line(ui, 'crasher')).toContain(`${esc}33m△${esc}31mCrashLoopBackOff`);
	expect(line(ui, 'pause-test ')).toMatch(/3\/3 {3}.\[31m▲.\[39mRunning/);
});
