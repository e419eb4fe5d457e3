import { describe, expect, test } from 'vitest';
import { createStore } from '../../source/store/create-store.ts';
import { type CommandId, keymap } from '../../source/ui/keymap.ts';
import { keys } from '../helpers/ui-render.tsx';
import { keyBytes } from './key-bytes.ts';
import { buildPod } from './node-builders.ts';
import { renderApp } from './render-app.tsx';
import { allLive, listPods } from './rich-node.ts';

type App = Awaited<ReturnType<typeof renderApp>>;
type SheetCommandId = Extract<CommandId, `menu-${string}` | `confirm-${string}` | `type-${string}`>;

/** A node with a pod that comes back, and one that does not and so wants its name typed. */
function createTwoPods() {
	const store = createStore();
	const web = buildPod({ name: 'web', seed: 1, ip: '10.244.0.4', containers: [{ name: 'nginx' }] });
	const once = buildPod({ name: 'xonce', seed: 2, ip: '10.244.0.5', containers: [{ name: 'job' }] });
	const pod = { ...once.pod, spec: { ...once.pod.spec, restartPolicy: 'Never' } };
	for (const observation of [...allLive(), ...listPods([web, { ...once, pod }])]) store.dispatch(observation);
	return store;
}

const isOpen = (ui: App) => /── (Actions on|Confirm)/.test(ui.frame());
/** Without colours the highlighted entry and the button that enter presses have a marker. */
const highlighted = (ui: App) => ui.lines().findLast((line) => line.startsWith('▌')) ?? '';
const focused = (ui: App) => /▌\[([^\]]*)\]/.exec(ui.frame())?.[1];
const typed = (ui: App) => /(?:confirm|Typed): (.*)_/.exec(ui.frame())?.[1];
/** The first line in sight of what scrolls. */
const top = (ui: App) => Number(/ (\d+)-\d+ of \d+ ─/.exec(ui.frame())?.[1]);

const ask = [keys.ctrlK];
const askName = ['j', keys.ctrlK];

const scenarios: Record<SheetCommandId, { before: string[]; expect: (ui: App) => void }> = {
	'menu-up': { before: ['x', 'j', 'j'], expect: (ui) => expect(highlighted(ui)).toContain('Restart sandbox') },
	'menu-down': { before: ['x'], expect: (ui) => expect(highlighted(ui)).toContain('Restart sandbox') },
	'menu-top': { before: ['x', 'j', 'j'], expect: (ui) => expect(highlighted(ui)).toContain('Cancel') },
	'menu-bottom': { before: ['x'], expect: (ui) => expect(highlighted(ui)).toContain('Kill pause') },
	'menu-page-up': { before: ['x', 'j', keys.pageDown], expect: (ui) => expect(top(ui)).toBe(1) },
	'menu-page-down': { before: ['x', 'j'], expect: (ui) => expect(top(ui)).toBeGreaterThan(1) },
	'menu-choose': {
		before: ['x', 'j'],
		expect: (ui) => expect(ui.frame()).toContain('Restart sandbox #0 of default/web?'),
	},
	'menu-close': { before: ['x', 'j'], expect: (ui) => expect(isOpen(ui)).toBe(false) },
	'menu-quit': { before: ['x'], expect: (ui) => expect(ui.calls).toContain('quit') },

	'confirm-other': { before: ask, expect: (ui) => expect(focused(ui)).toBe('Kill pause') },
	'confirm-press': {
		before: [...ask, keys.tab],
		expect: (ui) => expect(ui.acted).toMatchObject([[{ kind: 'kill-sandbox', target: { pod: 'web' } }]]),
	},
	'confirm-up': { before: [...ask, 'j', 'j'], expect: (ui) => expect(top(ui)).toBe(2) },
	'confirm-down': { before: ask, expect: (ui) => expect(top(ui)).toBe(2) },
	'confirm-close': { before: [...ask, keys.tab], expect: (ui) => expect(isOpen(ui)).toBe(false) },
	'confirm-quit': { before: ask, expect: (ui) => expect(ui.calls).toContain('quit') },

	'type-erase': { before: [...askName, 'xo'], expect: (ui) => expect(typed(ui)).toBe('x') },
	'type-empty': { before: [...askName, 'xo'], expect: (ui) => expect(typed(ui)).toBe('') },
	'type-other': { before: [...askName, 'xonce'], expect: (ui) => expect(focused(ui)).toBe('Cancel') },
	'type-press': {
		before: [...askName, 'xonce'],
		expect: (ui) => expect(ui.acted).toMatchObject([[{ kind: 'kill-sandbox', target: { pod: 'xonce' } }]]),
	},
	'type-up': { before: [...askName, keys.down, keys.down], expect: (ui) => expect(top(ui)).toBe(2) },
	'type-down': { before: askName, expect: (ui) => expect(top(ui)).toBe(2) },
	'type-close': { before: [...askName, 'xonce'], expect: (ui) => expect(isOpen(ui)).toBe(false) },
	'type-quit': { before: askName, expect: (ui) => expect(ui.calls).toContain('quit') },
};

const isOfSheet = (id: CommandId): id is SheetCommandId => id in scenarios;
const cases = keymap.flatMap(({ id, keys: names }) => (isOfSheet(id) ? names.map((name) => ({ id, name })) : []));

describe('every key of the menu of actions and its question', () => {
	// a terminal too low for all of the text, so that there is something to scroll
	test.each(cases)('$name: $id', async ({ id, name }) => {
		const ui = await renderApp({ columns: 60, rows: 14, store: createTwoPods(), options: { color: false } });
		const { before, expect: check } = scenarios[id];
		await ui.press(...before, keyBytes[name] ?? name);
		check(ui);
		expect(ui.lines()).toHaveLength(14);
	});
});
