import { expect, test } from 'vitest';
import { openDemo } from '../helpers/terminal-pausetop.ts';

test('the demo is looked into: processes by namespace, who listens and who talks to whom, and what they use', async () => {
	const terminal = await openDemo();
	terminal.press('/', ...'pause-test2', 'enter', 'right', ']');
	await terminal.waitFor(/shared by nginx, ghost, busybox: PID 1 is \/pause/);
	terminal.press(']');
	await terminal.waitFor(/nginx → ghost:2368/);
	const { screen } = await terminal.waitFor(/which is the podIP of the API/);
	expect(screen).toMatch(/ghost +[0-9a-f]{12} .* :2368 /);
	terminal.press('u');
	// two readings make a percentage
	await terminal.waitFor(/pause-test2 +3\/3 .* \d+m +\d+Mi/);
	terminal.press('u');
	await terminal.waitFor((text) => !/\d+m +\d+Mi/.test(text));
});

test('the log of a container is followed, searched, and left again', async () => {
	const terminal = await openDemo();
	terminal.press('/', ...'pause-test2', 'enter', 'l');
	await terminal.waitFor('Whose log of default/pause-test2?');
	terminal.press('enter');
	const { screen } = await terminal.waitFor(/Log of nginx #\d of default\/pause-test2 +following +\d/);
	const word = /^ {2}.*?([A-Za-z]{4,})/m.exec(screen.split('\n').slice(3).join('\n'))?.[1] ?? '';
	expect(word).not.toBe('');
	terminal.press('/', ...word, 'enter');
	await terminal.waitFor(new RegExp(`held.* with /${word}`));
	terminal.press('G');
	await terminal.waitFor('following');
	terminal.press('q');
	await terminal.waitFor(/pause-test2 +3\/3/);
});
