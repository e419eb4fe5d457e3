import { describe, expect, test } from 'vitest';
import { type CommandId, keymap } from '../../source/ui/keymap.ts';
import { keys } from '../helpers/ui-render.tsx';
import { keyBytes } from './key-bytes.ts';
import { renderApp } from './render-app.tsx';

type App = Awaited<ReturnType<typeof renderApp>>;

/**
 * All but those of the menu of actions, which sheet-keys.test.tsx has, of the list of restarts (stories-keys.test.ts), of logs and the
 * choice of a container (inside-keys.test.tsx). Of findings there are none here: see finding-keys.test.tsx.
 */
type TableCommandId = Exclude<
	CommandId,
	| `menu-${string}`
	| `confirm-${string}`
	| `type-${string}`
	| `stories-${string}`
	| `log-${string}`
	| `search-${string}`
	| `choice-${string}`
>;

/** How many lines of the frame start with a fold sign that is open. */
const unfolded = (ui: App) => ui.lines().filter((line) => line.includes('▾')).length;
const paneTitle = (ui: App) => ui.lineWith('[ ] to switch') ?? '';
const place = (ui: App) => / (\d+)-\d+ of \d+ *$/.exec(ui.lines()[1] ?? '')?.[1];
const topPod = (ui: App) => ui.lines()[2] ?? '';

/** From the pane in front at the beginning. */
const toTimeline = [']', ']', ']'];

/** Where a key is pressed, and what can be seen of it. The cursor shows by what the pane is about. */
const scenarios: Record<TableCommandId, { before?: string[]; expect: (ui: App) => void }> = {
	up: {
		before: [keys.end, keys.home, keys.down, keys.down],
		expect: (ui) => expect(paneTitle(ui)).toContain('default/done'),
	},
	down: { expect: (ui) => expect(paneTitle(ui)).toContain('default/done') },
	'page-up': {
		before: ['t', keys.pageDown, keys.pageDown],
		expect: (ui) => expect(paneTitle(ui)).toContain('default/pause-test '),
	},
	'page-down': { before: ['t'], expect: (ui) => expect(paneTitle(ui)).toContain('default/pause-test ') },
	top: { before: ['G'], expect: (ui) => expect(paneTitle(ui)).toContain('default/crasher') },
	bottom: { expect: (ui) => expect(ui.frame()).toContain('it belongs to no pod') },
	open: { expect: (ui) => expect(unfolded(ui)).toBe(1) },
	unfold: { expect: (ui) => expect(ui.lineWith('boom')).toContain('Exited (3) 20s ago') },
	back: { before: [keys.enter], expect: (ui) => expect(unfolded(ui)).toBe(0) },
	'up-to-pod': { before: [keys.enter], expect: (ui) => expect(unfolded(ui)).toBe(0) },
	log: { expect: (ui) => expect(ui.lines()[1]).toContain('Log of boom #4 of default/crasher') },
	'previous-log': { expect: (ui) => expect(ui.lines()[1]).toContain('Log of boom #3 of default/crasher') },
	shell: {
		before: ['jjjj'],
		expect: (ui) => expect(ui.lines()[1]).toContain('In which container of default/pause-test?'),
	},
	'net-shell': { expect: (ui) => expect(ui.shells.map(({ target }) => target.pod)).toEqual(['crasher']) },
	usage: { expect: (ui) => expect(ui.lines()[1]).toMatch(/ CPU +MEM /) },
	actions: { expect: (ui) => expect(ui.lineWith('Actions on default/crasher')).toBeDefined() },
	kill: { expect: (ui) => expect(ui.frame()).toContain('Kill pause #0 of default/crasher?') },
	mark: { expect: (ui) => expect(ui.lines().at(-1)).toContain('1 pod marked') },
	'read-only': { expect: (ui) => expect(ui.lines()[0]).toContain('READ-ONLY') },
	'fold-all': { expect: (ui) => expect(unfolded(ui)).toBeGreaterThan(3) },
	details: {
		expect: (ui) => expect(ui.targets).toEqual([{ kind: 'pod', uid: '00000000-0000-4000-8000-000000000001' }]),
	},
	filter: { expect: (ui) => expect(ui.lines().at(-1)).toMatch(/^ \/ +8 of 8 pods/) },
	sort: { expect: (ui) => expect(ui.frame()).toContain('NAMESPACE↑') },
	'invert-sort': { before: ['o'], expect: (ui) => expect(ui.frame()).toContain('NAMESPACE↓') },
	'next-pane': {
		before: toTimeline.slice(1),
		expect: (ui) => expect(ui.frame()).toContain('default/crasher, following'),
	},
	'previous-pane': {
		before: [...toTimeline, ']'],
		expect: (ui) => expect(ui.frame()).toContain('default/crasher, following'),
	},
	'next-finding': { expect: (ui) => expect(ui.frame()).toContain('nothing has been judged yet') },
	'all-findings': { expect: (ui) => expect(ui.lines()[1]).toMatch(/^ Findings on this node *$/) },
	stories: { expect: (ui) => expect(ui.lines()[1]).toMatch(/^ Restarts on this node .* 1 of \d+ *$/) },
	'pane-up': {
		before: [...toTimeline, 'a'],
		expect: (ui) => expect(paneTitle(ui)).toContain('whole node, held, 1 newer'),
	},
	'pane-down': {
		before: [...toTimeline, 'a', 'K'],
		expect: (ui) => expect(paneTitle(ui)).toContain('following'),
	},
	follow: {
		before: [...toTimeline, 'a'],
		expect: (ui) => expect(paneTitle(ui)).toContain('whole node, held, 0 newer'),
	},
	'whole-node': { before: toTimeline, expect: (ui) => expect(ui.frame()).toContain('default/pause-test2 busybox #1') },
	wide: { expect: (ui) => expect(ui.frame()).toContain('NOMINATED NODE') },
	freeze: { expect: (ui) => expect(ui.lines()[0]).toContain('FROZEN 12:04:45') },
	relist: { expect: (ui) => expect(ui.calls).toEqual(['relist']) },
	help: { expect: (ui) => expect(ui.lines()[1]).toContain('Help') },
	quit: { expect: (ui) => expect(ui.calls).toEqual(['quit']) },

	'filter-accept': {
		before: ['/', 'crash'],
		expect: (ui) => expect(ui.lines().at(-1)).toContain('/crash  1 of 8 pods  esc clears'),
	},
	'filter-cancel': { before: ['/', 'crash'], expect: (ui) => expect(topPod(ui)).toContain('crasher') },
	'filter-erase': {
		before: ['/', 'crashX'],
		expect: (ui) => expect(ui.lines().at(-1)).toContain('/crash   1 of 8 pods'),
	},
	'filter-empty': { before: ['/', 'crash'], expect: (ui) => expect(ui.lines().at(-1)).toMatch(/^ \/ +8 of 8 pods/) },
	'filter-up': { before: ['/', 'pause', keys.down], expect: (ui) => expect(paneTitle(ui)).toMatch(/pause-test /) },
	'filter-down': { before: ['/', 'pause'], expect: (ui) => expect(paneTitle(ui)).toContain('pause-test2') },
	'filter-quit': { before: ['/'], expect: (ui) => expect(ui.calls).toEqual(['quit']) },

	'overlay-up': { before: ['?', 'G'], expect: (ui) => expect(Number(place(ui))).toBeGreaterThan(20) },
	'overlay-down': { before: ['?'], expect: (ui) => expect(place(ui)).toBe('2') },
	'overlay-page-up': { before: ['?', keys.pageDown], expect: (ui) => expect(place(ui)).toBe('1') },
	'overlay-page-down': { before: ['?'], expect: (ui) => expect(place(ui)).toBe('27') },
	'overlay-top': { before: ['?', 'G'], expect: (ui) => expect(place(ui)).toBe('1') },
	'overlay-bottom': { before: ['?'], expect: (ui) => expect(ui.frame()).toContain('/proc live') },
	'overlay-reread': { before: ['d'], expect: (ui) => expect(ui.targets).toHaveLength(2) },
	'overlay-close': { before: ['?'], expect: (ui) => expect(ui.lines()[1]).toContain('NAMESPACE') },
	'overlay-quit': { before: ['?'], expect: (ui) => expect(ui.calls).toEqual(['quit']) },
};

const isOfTable = (id: CommandId): id is TableCommandId => id in scenarios;
const cases = keymap.flatMap(({ id, keys: names }) => (isOfTable(id) ? names.map((name) => ({ id, name })) : []));

describe('every key of the table', () => {
	test.each(cases)('$name: $id', async ({ id, name }) => {
		const ui = await renderApp();
		const { before = [], expect: check } = scenarios[id];
		await ui.press(...before, keyBytes[name] ?? name);
		check(ui);
		expect(ui.lines()).toHaveLength(30);
	});
});

describe('the table of keys', () => {
	test('gives a key one meaning in a mode', () => {
		for (const mode of new Set(keymap.map((command) => command.mode))) {
			const names = keymap.filter((command) => command.mode === mode).flatMap((command) => command.keys);
			expect(names).toEqual([...new Set(names)]);
		}
	});

	test('a bare letter changes nothing outside the screen, except q', () => {
		const outside = keymap.filter(({ id }) => /quit|relist/.test(id)).flatMap((command) => command.keys);
		expect(outside.filter((key) => key.length === 1)).toEqual(['q']);
	});

	test('all of it stands in help', async () => {
		const ui = await renderApp({ columns: 120, rows: 110 });
		await ui.press('?');
		const text = ui.frame().replace(/\s+/g, ' ');
		for (const { group } of keymap) expect(text).toContain(group);
		for (const name of ['ctrl-r', 'PgUp', 'shift-tab', 'ctrl-u', 'esc ←']) expect(text).toContain(name);
	});
});

describe('keys in combination', () => {
	test('keys that come in one read are all obeyed, in order', async () => {
		const ui = await renderApp();
		await ui.press('jjj\r');
		expect(ui.lines().find((line) => line.includes('▾'))).toContain('on-host');
	});

	test('right goes into an unfolded pod, enter there asks for the container, left goes back and folds', async () => {
		const ui = await renderApp();
		await ui.press('jjjj', keys.right, keys.right, keys.right.repeat(1));
		expect(ui.targets).toEqual([{ kind: 'container', runtime: 'docker', id: expect.stringMatching(/^6a188a3786fc/) }]);
		expect(ui.lines()[1]).toContain('pause of default/pause-test');
		await ui.press(keys.escape, keys.left);
		expect(unfolded(ui)).toBe(1);
		await ui.press(keys.left);
		expect(unfolded(ui)).toBe(0);
	});

	test('details of a container that was never made are those of its pod', async () => {
		const ui = await renderApp();
		await ui.press('jj', keys.right, 'jj', 'd');
		expect(ui.targets).toEqual([{ kind: 'pod', uid: '00000000-0000-4000-8000-000000000003' }]);
		expect(ui.lines()[1]).toContain('container main of default/no-image'.replace('container main of', 'pod'));
	});

	test('a failed read of details says why', async () => {
		const ui = await renderApp({ readDetails: () => Promise.reject(new Error('the API server does not answer')) });
		await ui.press('d');
		expect(ui.frame()).toContain('the API server does not answer');
	});

	test('a late answer about something else is not shown', async () => {
		const answers: ((text: string) => void)[] = [];
		const ui = await renderApp({ readDetails: () => new Promise((resolve) => answers.push(resolve)) });
		await ui.press('d', keys.ctrlR);
		answers[1]?.('second: answer');
		await ui.settle();
		answers[0]?.('first: answer');
		await ui.settle();
		expect(ui.frame()).toContain('second: answer');
		expect(ui.frame()).not.toContain('first: answer');
	});

	test('on a low terminal tab goes round through the panes and the table', async () => {
		const ui = await renderApp({ columns: 60, rows: 12 });
		expect(ui.frame()).toContain('READY');
		await ui.press(keys.tab);
		expect(ui.frame()).toContain('4026532109');
		await ui.press(keys.tab);
		expect(ui.lines()[1]).toContain('Processes');
		await ui.press(keys.tab);
		expect(ui.lines()[1]).toContain('Sockets');
		await ui.press(keys.tab);
		expect(ui.frame()).toContain('following');
		await ui.press(keys.tab);
		expect(ui.lines()[1]).toContain('default/crasher, 1 seen');
		await ui.press(keys.tab);
		expect(ui.lines()[1]).toContain('Findings');
		await ui.press(keys.tab);
		expect(ui.frame()).toContain('READY');
		await ui.press(keys.shiftTab);
		expect(ui.lines()[1]).toContain('Findings');
	});
});
