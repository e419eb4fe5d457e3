import { describe, expect, test } from 'vitest';
import type { Terminal } from '../helpers/terminal.ts';
import { pristineModes } from '../helpers/terminal-modes.ts';
import { openDemo } from '../helpers/terminal-pausetop.ts';

const monochrome = { NO_COLOR: '1', LANG: 'C.UTF-8' };

/** The demo with one pod in the table, and the question whether to restart its sandbox. */
async function ask(terminal: Terminal, pod: string): Promise<string> {
	terminal.press('/', ...pod, '$', 'enter');
	await terminal.waitFor(new RegExp(`▌.*${pod} `));
	terminal.press('x');
	await terminal.waitFor(/── Actions on [\s\S]*▌ {2}Cancel/);
	terminal.press('down');
	await terminal.waitFor(/▌ {2}Restart sandbox /);
	terminal.press('enter');
	return (await terminal.waitFor(/── Confirm: [\s\S]*▌\[Cancel\]/)).screen;
}

async function aim(terminal: Terminal): Promise<void> {
	terminal.press('tab');
	await terminal.waitFor('▌[Restart sandbox]');
}

describe('an action in a real terminal', () => {
	test('is asked about, done, followed and told', async () => {
		const terminal = await openDemo({ columns: 140, rows: 50, env: monochrome });
		const question = await ask(terminal, 'pause-test2');
		expect(question).toContain('Restart sandbox #0 of default/pause-test2?');
		expect(question).toMatch(/! {1,2}3 containers go down: nginx, ghost and busybox/);
		await aim(terminal);
		terminal.press('enter');
		await terminal.waitFor(/restart sandbox #0 of default\/pause-test2: done, pause #0 has ended/);
		terminal.press('[', '[');
		const { screen } = await terminal.waitFor(/recycle #0 → #1, stopped by you, Ready after \d/, { timeout: 15_000 });
		expect(screen).toMatch(/sandbox, nginx, ghost, busybox #0 → #1 +RESTARTS 0 → 3/);
	}, 60_000);

	test('takes no enter that came with other keys, as pasted text would bring it', async () => {
		const terminal = await openDemo({ columns: 140, rows: 50, env: monochrome });
		await ask(terminal, 'pause-test2');
		terminal.type('\t\r');
		const { screen } = await terminal.waitFor('▌[Restart sandbox]');
		expect(screen).toContain('── Confirm: ');
		terminal.press('escape');
		await terminal.waitFor((text) => !text.includes('── Confirm: '));
		expect(terminal.screen()).not.toContain('restart sandbox #0');
	}, 60_000);

	test('stays with its question while the window gets small and large again', async () => {
		const terminal = await openDemo({ columns: 140, rows: 50, env: monochrome });
		await ask(terminal, 'pause-test2');
		await aim(terminal);
		terminal.resize(60, 14);
		await terminal.waitFor((screen) => screen.includes('▌[Restart sandbox]') && isWithin(screen, 60));
		terminal.resize(30, 6);
		await terminal.waitFor((screen) => !screen.includes('[Restart sandbox]'));
		// nobody sees what would be confirmed
		terminal.press('enter');
		const drawn = terminal.received.chunks().length;
		terminal.resize(34, 7);
		await terminal.waitFor(() => terminal.received.chunks().length > drawn, { what: 'the next size' });
		terminal.resize(140, 50);
		const { screen } = await terminal.waitFor(
			/Restart sandbox #0 of default\/pause-test2\?[\s\S]*▌\[Restart sandbox\]/,
		);
		expect(screen).toMatch(/pause-test2 +3\/3 +Running +0 /);
	}, 60_000);

	test('leaves the terminal as it was when the program is left with its question open', async () => {
		const terminal = await openDemo({ columns: 140, rows: 50, env: monochrome });
		await ask(terminal, 'pause-test2');
		terminal.press('ctrl-c');
		expect(await terminal.exited).toEqual({ code: 0 });
		expect(terminal.modes()).toEqual(pristineModes);
	}, 60_000);
});

function isWithin(screen: string, columns: number): boolean {
	return screen.split('\n').every((line) => line.length <= columns);
}
