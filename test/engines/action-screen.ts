import type { Terminal } from '../helpers/terminal.ts';
import { openPausetop } from '../helpers/terminal-pausetop.ts';
import { readPaneStory } from './story-pane.ts';

/** A question before an action, as it stands on the screen. */
export type Question = {
	/** `Restart sandbox #0 of default/web?` */
	question: string;
	/** What would come of it, the most important first, without the signs. */
	consequences: readonly string[];
	/** The command that comes to the same. */
	command: string;
	/** What has to be typed. */
	expected?: string;
};

/** The screen with one pod selected, and nothing else in the table. Ends with the test. */
export async function openPod(
	pod: string,
	env: Record<string, string>,
	args: readonly string[] = [],
): Promise<Terminal> {
	const terminal = openPausetop(args, { columns: 200, rows: 70, env: { ...env, NO_COLOR: '1' } });
	const isLive = (screen: string) => /● (docker|containerd) \d.*● api/.test(screen) && !/[○o] \/proc/.test(screen);
	await terminal.waitFor(isLive, { timeout: 30_000, what: 'all sources' });
	terminal.press('/', ...pod, '$', 'enter');
	// only a sandbox that the runtime has told of has an attempt
	await terminal.waitFor(new RegExp(`^▌.*${pod} +\\d/\\d .* [0-9a-f]{8} #\\d`, 'm'), { timeout: 20_000 });
	return terminal;
}

/** The same with one of its containers selected. */
export async function openPodContainer(pod: string, container: string, env: Record<string, string>): Promise<Terminal> {
	const terminal = await openPod(pod, env);
	const row = new RegExp(`^▌ +${container} +[0-9a-f]{12} +Up `, 'm');
	terminal.press('enter');
	await terminal.waitFor(new RegExp(`^ +${container} +[0-9a-f]{12} +Up `, 'm'));
	for (let step = 0; step < 12 && !row.test(terminal.screen()); step++) {
		const before = selectedRow(terminal.screen());
		terminal.press('down');
		await terminal.waitFor((screen) => selectedRow(screen) !== before, { what: 'the next row' });
	}
	await terminal.waitFor(row);
	return terminal;
}

/** The name in the selected row; what else stands there changes with time. */
function selectedRow(screen: string): string | undefined {
	return /^▌\W*(.*?) {2}/m.exec(screen)?.[1];
}

/** Opens the menu for what is selected and goes to an entry. Resolves with its line. */
export async function highlight(terminal: Terminal, title: string): Promise<string> {
	terminal.press('x');
	await terminal.waitFor(/── Actions on /);
	for (let step = 0; step < 8; step++) {
		const entry = selectedEntry(terminal.screen());
		if (entry?.startsWith(`${title} `)) return entry;
		terminal.press('down');
		await terminal.waitFor((screen) => selectedEntry(screen) !== entry, { what: 'the next entry' });
	}
	throw new Error(`no entry ${title}\n${terminal.draw()}`);
}

function selectedEntry(screen: string): string | undefined {
	const menu = screen.slice(screen.indexOf('── Actions on '));
	return /^▌ +(\S.*)$/m.exec(menu)?.[1]?.trimEnd();
}

/** Chooses an entry of the menu and reads the question that comes. Nothing is done yet. */
export async function ask(terminal: Terminal, title: string): Promise<Question> {
	await highlight(terminal, title);
	terminal.press('enter');
	const { screen } = await terminal.waitFor(/── Confirm: [\s\S]*\[Cancel\]/);
	return readQuestion(screen);
}

function readQuestion(screen: string): Question {
	const text = screen.slice(screen.indexOf('── Confirm: '));
	return {
		question: /^ (\S.*\?)/m.exec(text)?.[1] ?? '',
		consequences: readPoints(text, '!!|!|·'),
		command: readPoints(text, '\\$')[0] ?? '',
		expected: /^ Type (\S+) to confirm/m.exec(text)?.[1],
	};
}

/** The sentences that stand behind one of these signs at the beginning of a line. */
export function readPoints(text: string, signs: string): string[] {
	return [...text.matchAll(new RegExp(`^ +(?:${signs}) (\\S.*)$`, 'gm'))].map(([, words = '']) => words.trimEnd());
}

/** Makes the button that acts the one that enter presses. */
export async function aim(terminal: Terminal, title: string, { expected }: Question): Promise<void> {
	if (expected === undefined) terminal.press('tab');
	else terminal.press(...expected);
	await terminal.waitFor(`▌[${title}]`);
}

/** Presses the button. Resolves with when: milliseconds since the epoch. */
export async function confirm(terminal: Terminal): Promise<number> {
	const at = Date.now();
	terminal.press('enter');
	await terminal.waitFor((screen) => !screen.includes('── Confirm: '), { what: 'the end of the question' });
	return at;
}

/** Has the pane Restarts shown, and waits until the newest story whose head begins so is over. Resolves with the screen. */
export async function readRestarts(terminal: Terminal, subject: RegExp): Promise<string> {
	// which tab is in front is said by its ground only; what the pane is about tells it too
	const isShown = (screen: string) => /^ +Namespaces .*, \d+ seen|no restart of this pod/m.test(screen);
	for (let step = 0; step < 20 && !isShown(terminal.screen()); step++) {
		const before = terminal.screen();
		terminal.press(']');
		await terminal.waitFor((screen) => screen !== before, { what: 'the next pane' });
	}
	const isOver = (text: string) => /, (Ready|over) after /.test(readPaneStory(text, subject)?.head ?? '');
	const { screen } = await terminal.waitFor(isOver, { timeout: 15_000, what: 'the end of the story' });
	return screen;
}
