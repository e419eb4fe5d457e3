import { expect, test } from 'vitest';
import type { Terminal } from '../helpers/terminal.ts';
import { openDemo } from '../helpers/terminal-pausetop.ts';
import { normalizeText } from '../screenshots/normalize-text.ts';

type Size = readonly [columns: number, rows: number];

const small: Size = [80, 24];
const large: Size = [200, 60];

/** A screen that was started in this size: what there has to be after a change to it. */
async function freshScreen([columns, rows]: Size): Promise<string[]> {
	const terminal = await openDemo({ columns, rows });
	const screen = terminal.screen();
	await terminal.dispose();
	return normalizeText(screen);
}

async function resizeTo(terminal: Terminal, [columns, rows]: Size, wanted: readonly string[]): Promise<void> {
	terminal.resize(columns, rows);
	const isAsFresh = (screen: string) => normalizeText(screen).join('\n') === wanted.join('\n');
	await terminal.waitFor(isAsFresh, { timeout: 3_000, what: `what a fresh start shows:\n${wanted.join('\n')}\n` });
}

test('between 80×24 and 200×60 nothing is left of the other size', { timeout: 60_000 }, async () => {
	const fresh = { small: await freshScreen(small), large: await freshScreen(large) };
	expect(fresh.small).not.toEqual(fresh.large);
	const terminal = await openDemo({ columns: 80, rows: 24 });
	await resizeTo(terminal, large, fresh.large);
	await resizeTo(terminal, small, fresh.small);
	for (const columns of [190, 60, 120, 41, 150]) terminal.resize(columns, 40);
	await resizeTo(terminal, large, fresh.large);
});

test('too small to show anything, it goes on, and is whole again afterwards', { timeout: 60_000 }, async () => {
	const fresh = await freshScreen(small);
	const terminal = await openDemo({ columns: 80, rows: 24 });
	const tiny: readonly Size[] = [
		[40, 10],
		[20, 4],
		[2, 1],
	];
	for (const [columns, rows] of tiny) {
		const before = terminal.received.chunks().length;
		terminal.resize(columns, rows);
		await terminal.waitFor(() => terminal.received.chunks().length > before, { what: `a frame of ${columns}×${rows}` });
	}
	await resizeTo(terminal, small, fresh);
});
