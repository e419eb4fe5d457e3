import { describe, expect, test } from 'vitest';
import { keymap } from '../../source/ui/keymap.ts';
import { now } from './node-builders.ts';
import { renderStories } from './render-stories.ts';
import { buildRecycle, recycledUid } from './story-builders.ts';

type Ui = ReturnType<typeof renderStories>;

const fifty = Array.from({ length: 50 }, (_, index) =>
	buildRecycle({ id: `${recycledUid}/${index}`, beganAt: now - index * 60_000 }),
);

/** Which story the cursor is on, from 1. */
const cursor = (ui: Ui) => Number(/(\d+) of 50(?:,|$)/.exec(ui.lines()[1] ?? '')?.[1]);

/** Where a key is pressed in the list of restarts, and what comes of it. */
const scenarios: Readonly<Record<string, { before?: string[]; expect: (ui: Ui) => void }>> = {
	'stories-up': { before: ['G'], expect: (ui) => expect(cursor(ui)).toBe(49) },
	'stories-down': { expect: (ui) => expect(cursor(ui)).toBe(2) },
	'stories-page-up': { before: ['G'], expect: (ui) => expect(cursor(ui)).toBe(27) },
	'stories-page-down': { expect: (ui) => expect(cursor(ui)).toBe(24) },
	'stories-top': { before: ['G'], expect: (ui) => expect(cursor(ui)).toBe(1) },
	'stories-bottom': { expect: (ui) => expect(cursor(ui)).toBe(50) },
	'stories-open': { expect: (ui) => expect(ui.frame()).toContain('default/pause-test2, the newest 50') },
	'stories-close': { expect: (ui) => expect(ui.screen().overlay).toBeUndefined() },
	'stories-quit': { expect: (ui) => expect(ui.quits()).toBe(1) },
};

describe('each key of the list of restarts does what it says', () => {
	const commands = keymap.filter(({ mode }) => mode === 'stories');
	const cases = commands.flatMap(({ id, keys }) => keys.map((key) => ({ id, key })));

	test.each(cases)('$key: $id', ({ id, key }) => {
		const ui = renderStories({ stories: fifty });
		const scenario = scenarios[id];
		ui.press('R', ...(scenario?.before ?? []), key);
		expect(scenario).toBeDefined();
		scenario?.expect(ui);
		expect(ui.lines()).toHaveLength(30);
	});
});
