import { describe, expect, test } from 'vitest';
import type { Action } from '../../source/core/action/action.ts';
import { keys } from '../helpers/ui-render.tsx';
import { buildAction } from './action-builders.ts';
import { now, second } from './node-builders.ts';
import { renderApp } from './render-app.tsx';

type App = Awaited<ReturnType<typeof renderApp>>;

const line = (ui: App) => ui.lines().at(-2)?.trim() ?? '';

async function tell(ui: App, at: number, ...actions: readonly Action[]) {
	for (const action of actions) ui.store.dispatch({ at, source: 'action', kind: 'action', action });
	ui.store.dispatch({ at, source: 'clock', kind: 'tick' });
	await ui.settle();
}

const running = buildAction({ askedAt: now });
const end = (changes: Partial<Action>) => buildAction({ askedAt: now, endedAt: now + 2 * second, ...changes });

describe('the line about actions', () => {
	test('tells how long it has been going on, and when it is done, and goes by itself', async () => {
		const ui = await renderApp();
		const before = ui.lines();
		await tell(ui, now + 3 * second, running);
		expect(line(ui)).toBe('restart sandbox #1 of default/pause-test2: stopping, 3s');
		await tell(ui, now + 5 * second, end({ status: 'done' }));
		expect(line(ui)).toBe('restart sandbox #1 of default/pause-test2: done, pause #1 has ended; see Restarts');
		await tell(ui, now + 16 * second);
		expect(line(ui)).toContain('done');
		await tell(ui, now + 17 * second);
		expect(ui.lines().at(-2)).toBe(before.at(-2));
	});

	test.each([
		{ status: 'refused', message: 'sandbox #1 is gone', says: 'refused, nothing was done: sandbox #1 is gone' },
		{
			status: 'failed',
			message: 'permission denied',
			remedy: 'run as root',
			says: 'failed: permission denied  → run as root',
		},
		{ status: 'timed-out', message: 'pid 7 is in state D', says: 'timed out: pid 7 is in state D' },
	] as const)('keeps one that was $status until a key, but not one pressed just then', async ({ says, ...outcome }) => {
		const ui = await renderApp({ columns: 160 });
		await tell(ui, now + 3 * second, end(outcome));
		expect(line(ui)).toBe(`restart sandbox #1 of default/pause-test2: ${says}`);
		await ui.press('j');
		expect(line(ui)).toContain(says);
		await tell(ui, now + 60 * second);
		expect(line(ui)).toContain(says);
		await ui.press('j');
		expect(ui.frame()).not.toContain(says);
	});

	test('counts several, and names what failed', async () => {
		const ui = await renderApp();
		await tell(
			ui,
			now + 4 * second,
			running,
			buildAction({ id: 'action-2', askedAt: now + second }),
			end({ id: 'action-3', status: 'done' }),
		);
		expect(line(ui)).toBe('actions: 2 running, 1 done, 4s');
		await tell(
			ui,
			now + 4 * second,
			end({ id: 'action-4', status: 'failed', message: 'it hangs', kind: 'kill-sandbox' }),
		);
		expect(line(ui)).toBe(
			'actions: 2 running, 1 done, 1 failed; kill pause #1 of default/pause-test2: failed: it hangs',
		);
	});

	test('moves nothing but the pane', async () => {
		const ui = await renderApp({ columns: 80, rows: 24 });
		await ui.press(']', ']', ']');
		const before = ui.lines();
		await tell(ui, now, running);
		const tabs = before.findIndex((each) => each.includes('Timeline'));
		const changed = ui.lines().flatMap((each, index) => (each === before[index] ? [] : [index]));
		// the row of the pod is marked
		expect(changed.filter((index) => index <= tabs)).toEqual([
			before.findIndex((each) => each.includes('pause-test2')),
		]);
		expect(ui.lines()).toHaveLength(24);
	});

	test('on a low terminal stands in the place of the key hints', async () => {
		const ui = await renderApp({ columns: 60, rows: 12 });
		const before = ui.lines();
		await tell(ui, now, running);
		expect(ui.lines().at(-1)).toContain('restart sandbox #1');
		expect(
			ui
				.lines()
				.slice(0, -1)
				.filter((each, index) => each !== before[index]),
		).toHaveLength(1);
		await ui.press('/');
		expect(ui.lines().at(-1)).toContain(' /');
	});

	test('is there on a frozen screen too, and draws hostile text harmless', async () => {
		const ui = await renderApp();
		await ui.press('z');
		await tell(ui, now + 3 * second, end({ status: 'failed', message: 'x\x1b[2J\r\n\u202e', remedy: '\x07' }));
		expect(line(ui)).toContain('failed: x\\x1b[2J\\r\\n\\u202e  → \\x07');
	});

	test('the rows of what an action is about have a sign', async () => {
		for (const ascii of [false, true]) {
			const ui = await renderApp({ options: { ascii } });
			await ui.press('jjjjj', keys.right);
			await tell(ui, now, running);
			const sign = ascii ? ':' : '⋯';
			expect(ui.lineWith(`${sign}pause-test2`)).toBeDefined();
			expect(ui.lineWith(`${sign} pause `)).toContain('#1');
			expect(ui.lineWith(`${sign} nginx`)).toBeUndefined();
			await tell(ui, now, end({ status: 'done' }));
			expect(ui.lineWith(`${sign}pause-test2`)).toBeUndefined();
		}
	});
});
