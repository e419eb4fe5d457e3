import { expect, test } from 'vitest';
import { createStore } from '../../source/store/create-store.ts';
import { keys } from '../helpers/ui-render.tsx';
import { buildPod, now } from './node-builders.ts';
import { renderApp } from './render-app.tsx';
import { allLive, listPods } from './rich-node.ts';

const evil = 'x\x1b[2J\x1b]0;owned\x07\r\n\u202e\u009b31m';

/** Every character of a frame that could do something to a terminal. */
const dangerous = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

function createHostileStore() {
	const store = createStore();
	const pod = buildPod({
		name: `pod${evil}`,
		kubeNamespace: `ns${evil}`,
		seed: 1,
		ip: evil,
		image: evil,
		containers: [
			{ name: `c${evil}`, attempt: 1 },
			{ name: `w${evil}`, state: 'waiting', reason: `Reason${evil}` },
			{ name: `c${evil}`, attempt: 0, state: 'exited', exitCode: 1, former: true },
		],
	});
	for (const observation of [...allLive(), ...listPods([pod])]) store.dispatch(observation);
	const event = {
		key: '1',
		at: now,
		type: evil,
		source: evil,
		message: evil,
		pod: evil,
		kubeNamespace: evil,
		container: evil,
	};
	store.dispatch({ at: now, source: 'kube', kind: 'events', events: [event] });
	store.dispatch({
		at: now,
		source: 'docker',
		kind: 'health',
		health: 'failed',
		detail: evil,
		remedy: evil,
		version: evil,
		endpoint: evil,
	});
	return store;
}

test('escape sequences in anything from outside are drawn as text', async () => {
	const ui = await renderApp({ columns: 200, rows: 60, store: createHostileStore(), readDetails: async () => evil });
	const steps = [
		['t'],
		['w'],
		[']'],
		[']'],
		[']', 'a'],
		['jj', 'd'],
		[keys.escape, '?'],
		['q', '/', '\u202e\u009b'],
		[keys.enter],
	];
	for (const step of steps) {
		await ui.press(...step);
		expect(ui.frame()).not.toMatch(dangerous);
		expect(ui.lines()).toHaveLength(60);
	}
	await ui.press(keys.escape);
	expect(ui.frame()).toContain('podx\\x1b[2J');
	expect(ui.frame()).toContain('\\u202e');
});

test('in the menu of actions and its question too, of one row and of several', async () => {
	const ui = await renderApp({ columns: 100, rows: 40, store: createHostileStore() });
	const steps = [
		['x', 'j'],
		[keys.enter],
		['q', keys.ctrlK],
		['q', keys.right, 'jj', 'x', 'j'],
		['q', ' ', ' ', 'x', 'j', keys.enter],
	];
	for (const step of steps) {
		await ui.press(...step);
		expect(ui.frame()).toMatch(/── (Actions on|Confirm)/);
		expect(ui.frame()).not.toMatch(dangerous);
		expect(ui.lines()).toHaveLength(40);
	}
});
