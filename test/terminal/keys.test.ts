import { describe, expect, test } from 'vitest';
import { openDemo } from '../helpers/terminal-pausetop.ts';

const podNames = (screen: string): string[] => [...screen.matchAll(/[▸▾] (\S+)/g)].map((match) => match[1] ?? '');

describe('keys, as a real terminal sends them', () => {
	test('the filter works while it is typed, inverts with !, and escape clears it', async () => {
		const terminal = await openDemo();
		const all = podNames(terminal.screen());
		terminal.press('/', ...'pause-test');
		await terminal.waitFor((screen) => podNames(screen).join() === 'pause-test,pause-test2');
		terminal.press('2');
		await terminal.waitFor((screen) => podNames(screen).join() === 'pause-test2');
		terminal.press('ctrl-u');
		await terminal.waitFor((screen) => podNames(screen).join() === all.join());
		terminal.press(...'!pause-test', 'enter');
		await terminal.waitFor(
			(screen) => podNames(screen).join() === all.filter((name) => !name.startsWith('pause-test')).join(),
		);
		terminal.press('escape');
		await terminal.waitFor((screen) => podNames(screen).join() === all.join());
	});

	test('a filter that is no regular expression is said, and crashes nothing', async () => {
		const terminal = await openDemo();
		terminal.press('/', ...'pause(');
		// V8's words, and JavaScriptCore's
		await terminal.waitFor(/unterminated group|missing \)/i);
		terminal.press('escape');
		await terminal.waitFor((screen) => podNames(screen).includes('crasher'));
	});

	test('arrows unfold and fold, t does it with all', async () => {
		const terminal = await openDemo();
		terminal.press('right');
		await terminal.waitFor(/▾ /);
		terminal.press('left');
		await terminal.waitFor((screen) => !screen.includes('▾'));
		terminal.press('t');
		await terminal.waitFor((screen) => (screen.match(/▾/g) ?? []).length > 2 && !screen.includes('▸'));
		terminal.press('t');
		await terminal.waitFor((screen) => !screen.includes('▾'));
	});

	test('o and O sort, by what the column shows', async () => {
		const terminal = await openDemo({ columns: 160 });
		const before = podNames(terminal.screen());
		terminal.press('O');
		await terminal.waitFor((screen) => podNames(screen).join() !== before.join());
		terminal.press('O');
		await terminal.waitFor((screen) => podNames(screen).join() === before.join());
	});

	test('help lists the keys and goes away again', async () => {
		const terminal = await openDemo();
		terminal.press('?');
		await terminal.waitFor(/k +one line up/);
		terminal.press('escape');
		await terminal.waitFor(/pause-test2 +3\/3/);
	});

	test('details show the pod as YAML, without what the API keeps for itself; of a container, without its environment', async () => {
		const terminal = await openDemo({ rows: 60 });
		terminal.press('/', ...'pause-test2', 'enter', 'd');
		const pod = await terminal.waitFor(/^ *kind: Pod/m);
		expect(pod.screen).not.toContain('managedFields');
		terminal.press('escape');
		await terminal.waitFor(/pause-test2 +3\/3/);
		terminal.press('right', 'down', 'down', 'd');
		await terminal.waitFor(/NetworkMode|Config:|Created:/);
		terminal.press('escape');
		await terminal.waitFor(/pause-test2 +3\/3/);
	});

	test('freeze holds the whole screen, and says so', { timeout: 60_000 }, async () => {
		const terminal = await openDemo();
		terminal.press('z');
		await terminal.waitFor('FROZEN');
		terminal.press('z');
		await terminal.waitFor((screen) => !screen.includes('FROZEN'));
	});

	test('escape on its own does not wait for more', async () => {
		const terminal = await openDemo();
		terminal.press('?');
		await terminal.waitFor(/\bMove\b/);
		const start = performance.now();
		terminal.press('escape');
		const { at } = await terminal.waitFor(/pause-test2 +3\/3/);
		expect(at - start).toBeLessThan(300);
	});
});
