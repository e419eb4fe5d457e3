import { describe, expect, test } from 'vitest';
import { type CommandId, keymap } from '../../source/ui/keymap.ts';
import { keys } from '../helpers/ui-render.tsx';
import { keyBytes } from './key-bytes.ts';
import { numbered, renderLog } from './render-log.tsx';

type Ui = Awaited<ReturnType<typeof renderLog>>;
type InsideCommandId = Extract<CommandId, `log-${string}` | `search-${string}` | `choice-${string}`>;

const title = (ui: Ui) => ui.lines()[1] ?? '';
const first = (ui: Ui) => ui.lines()[3]?.trim();
const footer = (ui: Ui) => ui.lines().at(-1) ?? '';
const isClosed = (ui: Ui) => expect(title(ui)).toContain('NAMESPACE');
const search = (text: string) => ['/', text, keys.enter];

/** Over a log of 100 lines; what is before may lead to the choice of a container. */
const scenarios: Record<InsideCommandId, { before?: string[]; expect: (ui: Ui) => void }> = {
	'log-up': { expect: (ui) => expect(first(ui)).toBe('line 80') },
	'log-down': { before: ['g'], expect: (ui) => expect(first(ui)).toBe('line 2') },
	'log-page-up': { expect: (ui) => expect(first(ui)).toBe('line 61') },
	'log-page-down': { before: ['g'], expect: (ui) => expect(first(ui)).toBe('line 21') },
	'log-top': { expect: (ui) => expect(first(ui)).toBe('line 1') },
	'log-bottom': { before: ['g'], expect: (ui) => expect(title(ui)).toContain('following') },
	'log-find': { expect: (ui) => expect(footer(ui)).toMatch(/^ \/ .*enter search/) },
	'log-next': { before: [...search('line 1\\d$'), 'N'], expect: (ui) => expect(ui.frame()).toContain('▌ line 19') },
	'log-previous': { before: search('line 1\\d$'), expect: (ui) => expect(ui.frame()).toContain('▌ line 18') },
	'log-wrap': { expect: (ui) => expect(title(ui)).toContain('lines cut') },
	'log-left': { before: ['w', keys.right, keys.right], expect: (ui) => expect(title(ui)).toContain('column 41') },
	'log-right': { before: ['w'], expect: (ui) => expect(title(ui)).toContain('column 41') },
	'log-timestamps': { expect: (ui) => expect(first(ui)).toMatch(/^12:04:44\.\d{3} line 81/) },
	'log-freeze': { expect: (ui) => expect(title(ui)).toContain('FROZEN') },
	'log-reread': { expect: (ui) => expect(ui.logs).toHaveLength(2) },
	'log-back': { expect: isClosed },
	'log-close': { expect: isClosed },
	'log-quit': { expect: (ui) => expect(ui.calls).toEqual(['quit']) },

	'search-accept': { before: ['/', 'line 50'], expect: (ui) => expect(title(ui)).toContain('1 with /line 50') },
	'search-cancel': { before: ['/', 'x'], expect: (ui) => expect(footer(ui)).toContain('/ search') },
	'search-erase': { before: ['/', 'xy'], expect: (ui) => expect(footer(ui)).toMatch(/^ \/x {5}/) },
	'search-empty': { before: ['/', 'xy'], expect: (ui) => expect(footer(ui)).toMatch(/^ \/ {5}/) },
	'search-quit': { before: ['/'], expect: (ui) => expect(ui.calls).toEqual(['quit']) },

	'choice-up': {
		before: ['q', keys.left, 'l', 'G'],
		expect: (ui) => expectChosen(ui, 'ghost'),
	},
	'choice-down': { before: ['q', keys.left, 'l'], expect: (ui) => expectChosen(ui, 'ghost') },
	'choice-top': { before: ['q', keys.left, 'l', 'G'], expect: (ui) => expectChosen(ui, 'nginx') },
	'choice-bottom': { before: ['q', keys.left, 'l'], expect: (ui) => expectChosen(ui, 'busybox') },
	'choice-take': { before: ['q', keys.left, 'l'], expect: (ui) => expect(title(ui)).toContain('Log of nginx #1') },
	'choice-close': { before: ['q', keys.left, 'l'], expect: isClosed },
	'choice-quit': { before: ['q', keys.left, 'l'], expect: (ui) => expect(ui.calls).toEqual(['quit']) },
};

/** The cursor is an inverse line, which a text without colours shows by a marker. */
function expectChosen(ui: Ui, name: string): void {
	expect(ui.lines().find((line) => line.startsWith('▌'))).toContain(name);
}

const isInside = (id: CommandId): id is InsideCommandId => id in scenarios;
const cases = keymap.flatMap(({ id, keys: names }) => (isInside(id) ? names.map((name) => ({ id, name })) : []));

describe('every key over a log, in its search, and where a container is chosen', () => {
	test.each(cases)('$name: $id', async ({ id, name }) => {
		const ui = await renderLog({ options: { color: false } });
		await ui.write(numbered(100));
		const { before = [], expect: check } = scenarios[id];
		await ui.press(...before, keyBytes[name] ?? name);
		check(ui);
		expect(ui.lines()).toHaveLength(24);
	});
});
