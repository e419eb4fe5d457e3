import { describe, expect, test } from 'vitest';
import { keys } from '../helpers/ui-render.tsx';
import { idOf } from './node-builders.ts';
import { renderApp } from './render-app.tsx';
import { until } from './render-log.tsx';

const toPod = [...'jjjjj', keys.right];

describe('a shell', () => {
	test('is opened in the very incarnation of the row; its end is told, and the next key takes that away', async () => {
		const ui = await renderApp();
		await ui.press(...toPod, 'j', 'j', 's');
		expect(ui.shells.map(({ target }) => target)).toEqual([
			{
				kind: 'container',
				runtime: 'docker',
				id: idOf(6, 1, 1),
				kubeNamespace: 'default',
				pod: 'pause-test2',
				container: 'nginx',
			},
		]);
		ui.shells[0]?.end({ exitCode: 2 });
		await until(() => ui.frame().includes('shell in nginx of default/pause-test2: ended, exit 2'), 'its end');
		await ui.press('k');
		expect(ui.frame()).not.toContain('ended, exit 2');
	});

	test('gets the keys as long as it is open', async () => {
		const ui = await renderApp();
		await ui.press(...toPod, 'j', 'j', 'u');
		expect(ui.wishes.at(-1)).toEqual({ usageOfAll: true });
		await ui.press('sqs');
		await ui.press('q', '?', 's');
		expect([ui.calls, ui.shells.length]).toEqual([[], 1]);
		expect(ui.wishes.at(-1), 'nothing is read for a screen that is away').toBeUndefined();
		ui.shells[0]?.end({ message: 'container "nginx" has no shell', remedy: 'n opens one of the node' });
		await until(() => ui.frame().includes('has no shell; n opens one of the node'), 'why not');
		await ui.settle();
		expect(ui.wishes.at(-1)).toEqual({ usageOfAll: true });
	});

	test('of the node in the pod’s network, from any row of the pod', async () => {
		const ui = await renderApp();
		await ui.press(...toPod, 'j', 'j', 'j', 'n');
		expect(ui.shells[0]?.target).toEqual({
			kind: 'net-namespace',
			kubeNamespace: 'default',
			pod: 'pause-test2',
			process: { pid: 20_600, startTicks: 206_000 },
			sandboxId: idOf(6, 0, 1),
			runtime: 'docker',
		});
		ui.shells[0]?.end({ exitCode: 0 });
		await until(() => ui.frame().includes('shell in the network of default/pause-test2: ended, exit 0'), 'its end');
	});

	test.each([
		{ what: 'a pause', press: [...toPod, 'j', 's'], says: 'a pause has no shell' },
		{ what: 'what does not run', press: ['j', keys.right, 'j', 'j', 's'], says: 'does not run (Completed)' },
		{ what: 'a pod of which nothing runs', press: ['j', 's'], says: 'no container of done runs' },
		{ what: 'a pod without network', press: ['j', 'n'], says: 'pod "done" has no network namespace on this node now' },
		{ what: 'what belongs to no pod', press: ['G', 's'], says: 'it belongs to no pod' },
		{ what: 'what belongs to no pod', press: ['G', 'n'], says: 'there is no network namespace to enter' },
	])('is not there for $what, and that is said', async ({ press, says }) => {
		const ui = await renderApp();
		await ui.press(...press);
		expect(ui.frame()).toContain(says);
		expect(ui.shells).toEqual([]);
	});

	test('counts as an action: the keys are not bound where nothing may be done', async () => {
		const ui = await renderApp({ options: { readOnly: '--read-only' } });
		await ui.press(...toPod, 'j', 'j', 's', 'n');
		expect(ui.shells).toEqual([]);
		expect(ui.lines().at(-1)).not.toContain('shell');
	});
});

describe('choosing a container', () => {
	test('begins at kubectl’s default, takes what is under the cursor, for a shell only what runs', async () => {
		const ui = await renderApp();
		await ui.press(...toPod, 's');
		expect(ui.lines()[1]).toContain('In which container of default/pause-test2?');
		expect(ui.lines()[3]).toMatch(/nginx {4}#1 {2}Up 14s/);
		await ui.press('G', 'k', keys.enter);
		expect(ui.shells[0]?.target).toMatchObject({ container: 'ghost' });
		ui.shells[0]?.end({ exitCode: 0 });
		await until(() => ui.frame().includes('shell in ghost'), 'its end');
	});

	test('escape leads back, nothing is opened', async () => {
		const ui = await renderApp();
		await ui.press(...toPod, 's', keys.escape);
		expect(ui.lines()[1]).toContain('NAMESPACE');
		await ui.press('l', 'j', 'q');
		expect([ui.shells, ui.logs]).toEqual([[], []]);
	});

	test('a pod that goes meanwhile is said to be gone', async () => {
		const ui = await renderApp();
		await ui.press(...toPod, 'l');
		ui.store.dispatch({ at: Date.UTC(2026, 4, 1, 12, 5), source: 'kube', kind: 'pod-listing', pods: [] });
		ui.store.dispatch({ at: Date.UTC(2026, 4, 1, 12, 5), source: 'docker', kind: 'runtime-listing', records: [] });
		await ui.settle();
		expect(ui.frame()).toContain('the pod is gone');
		await ui.press(keys.enter);
		expect(ui.logs).toEqual([]);
		expect(ui.lines()[1]).not.toContain('?');
	});
});
