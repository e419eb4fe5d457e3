import { describe, expect, test } from 'vitest';
import { openDemo } from '../helpers/terminal-pausetop.ts';

/** The numbers of all `CSI … m` that were received. */
function styleCodes(received: string): number[] {
	return [...received.matchAll(/\u001B\[([\d;]*)m/g)].flatMap((match) => (match[1] || '0').split(';').map(Number));
}

const isColour = (code: number): boolean => (code >= 30 && code <= 49 && code !== 39 && code !== 49) || code >= 90;

describe('a terminal with colours', () => {
	test('gets them', async () => {
		const terminal = await openDemo();
		expect(styleCodes(terminal.received.text()).filter(isColour)).not.toEqual([]);
		expect(terminal.screen()).toMatch(/[^ -~\n]/);
	});
});

describe('no colour', () => {
	test.each([
		['NO_COLOR', { env: { NO_COLOR: '1' } }],
		['--no-color', { args: ['--no-color'] }],
		['TERM=dumb', { env: { TERM: 'dumb' } }],
	])('with %s, and what is selected is still to be seen', async (_what, options) => {
		const terminal = await openDemo(options);
		const selected = () =>
			terminal
				.screen()
				.split('\n')
				.filter((line) => /^[▌>]/.test(line));
		const [first, ...others] = selected();
		expect(others).toEqual([]);
		terminal.press('down');
		await terminal.waitFor(() => selected()[0] !== first && selected().length === 1);
		expect(styleCodes(terminal.received.text()).filter(isColour)).toEqual([]);
	});
});

describe('nothing but ASCII', () => {
	test.each([
		['TERM=dumb', { env: { TERM: 'dumb' } }],
		['a locale without UTF-8', { env: { LANG: 'C', LC_ALL: 'C' } }],
		['--ascii', { args: ['--ascii'] }],
	])('with %s, on all screens', async (_what, options) => {
		const terminal = await openDemo(options);
		for (const [keys, shown] of [
			[['t'], /\bpid \d+/],
			[[']'], /PID 1 is/],
			[[']'], /LISTENS ON|nothing listens/],
			[[']'], /following/],
			[['?'], /unfold or fold a pod/],
		] as const) {
			terminal.press(...keys);
			const { screen } = await terminal.waitFor(shown);
			expect(screen).toMatch(/^[ -~\n]*$/);
		}
	});
});

describe('a terminal of 40×10', () => {
	test('shows the pods with their state, and lets one walk through them', async () => {
		const terminal = await openDemo({ columns: 40, rows: 10 });
		expect(terminal.screen()).toMatch(/^ ?pausetop/);
		terminal.press('G');
		await terminal.waitFor('registry-cache');
		terminal.press('g', '?');
		await terminal.waitFor(/\bMove\b/);
		expect(terminal.lines()).toHaveLength(10);
	});
});
