import { describe, expect, test } from 'vitest';
import { SourceError } from '../../source/core/source.ts';
import { expectGolden } from '../helpers/golden.ts';
import { keys } from '../helpers/ui-render.tsx';
import { idOf } from './node-builders.ts';
import { buildLines, numbered, renderLog, until } from './render-log.tsx';

const title = (ui: { lines: () => string[] }) => ui.lines()[1] ?? '';
const shown = (ui: { lines: () => string[] }) =>
	ui
		.lines()
		.slice(3, -1)
		.map((line) => line.trim())
		.filter((line) => line !== '');

const mixed = [
	...buildLines(['ready on \x1b[32mport 2368\x1b[0m', 'a\x1b[2Jb\u202ec\x07', '\tindented', '10%\r55%\r100%']),
	...buildLines(['Warning: a thing that is written to stderr'], { stream: 'stderr' }),
	...buildLines([`long ${'0123456789'.repeat(12)} end`]),
	...buildLines(['cut'], { cut: 1_000_000 }),
	...buildLines(['', '日本語のログ 🙂 done']),
];

describe('exact frames', () => {
	test.each([
		{ name: '80x24-log', columns: 80, rows: 24, press: [] },
		{ name: '80x24-log-cut', columns: 80, rows: 24, press: ['w', 't', keys.right] },
		{ name: '120x40-log', columns: 120, rows: 40, press: ['t', '/', 'PORT|end', keys.enter] },
		{ name: '40x12-log', columns: 40, rows: 12, press: ['/', '('] },
		{ name: '80x24-log-ascii', columns: 80, rows: 24, press: ['w'], options: { ascii: true, color: false } },
	])('$name', async ({ name, columns, rows, press, options }) => {
		const ui = await renderLog({ columns, rows, options });
		await ui.write(mixed);
		await ui.press(...press);
		expect(ui.lines()).toHaveLength(rows);
		expectGolden(`ui/${name}.txt`, ui.frame());
	});
});

describe('what is read', () => {
	test('the very attempt that the row shows, its newest lines first, then what comes', async () => {
		const ui = await renderLog();
		expect(ui.log().target).toEqual({
			runtime: 'docker',
			id: idOf(6, 2, 1),
			podUid: '00000000-0000-4000-8000-000000000006',
			kubeNamespace: 'default',
			pod: 'pause-test2',
			container: 'ghost',
			attempt: 1,
		});
		expect(ui.log().options).toEqual({ follow: true, tail: 10_000 });
		expect(ui.frame()).toContain('nothing has been written yet');
		await ui.write(numbered(3));
		expect(shown(ui)).toEqual(['line 1', 'line 2', 'line 3']);
		expect(title(ui)).toMatch(/^ Log of ghost #1 of default\/pause-test2 {2}following +1-3 of 3/);
	});

	test('the reading ends when the log is closed', async () => {
		const ui = await renderLog();
		await ui.write(numbered(1));
		expect(ui.log().signal.aborted).toBe(false);
		await ui.press('q');
		expect(ui.log().signal.aborted).toBe(true);
		expect(ui.lines()[1]).toContain('NAMESPACE');
	});

	test('p reads the attempt before', async () => {
		const ui = await renderLog();
		await ui.press(keys.escape, 'p');
		expect(ui.log().target).toMatchObject({ id: idOf(6, 5, 0), container: 'ghost', attempt: 0 });
		expect(title(ui)).toContain('Log of ghost #0');
	});

	test('more than is kept is let go, and said', async () => {
		const ui = await renderLog();
		await ui.write(numbered(10_003));
		expect(title(ui)).toMatch(/9981-10000 of the newest 10000, 3 older dropped *$/);
		await ui.press('g');
		expect(shown(ui)[0]).toBe('line 4');
	});

	test('a burst waits for the screen, and is read on after it', async () => {
		const ui = await renderLog();
		const pressure = ui.log().emit(numbered(20_000));
		expect(pressure).toBeInstanceOf(Promise);
		await pressure;
		await ui.settle();
		expect(shown(ui).at(-1)).toBe('line 20000');
		expect(ui.log().emit(numbered(1))).toBeUndefined();
	});

	test('its end is said, with how the container has ended, and where to read on', async () => {
		const ui = await renderLog({ columns: 100 });
		await ui.press(keys.escape, 'p');
		await ui.write(numbered(1));
		ui.log().end();
		await until(() => title(ui).includes('ended'), 'the end of the log');
		expect(ui.frame()).toContain('the log ends here; Exited (137) 16s ago  → ctrl-r follows #1, which is there now');
		await ui.press(keys.ctrlR);
		expect(ui.log().target).toMatchObject({ id: idOf(6, 2, 1), attempt: 1 });
		expect(title(ui)).toContain('Log of ghost #1');
	});

	test('a failure is said, with what to do; ctrl-r tries again', async () => {
		const ui = await renderLog();
		ui.log().fail(new SourceError('container gone', { remedy: 'choose its successor' }));
		await until(() => ui.frame().includes('container gone'), 'the failure');
		expect(ui.frame()).toContain('container gone  → choose its successor  → ctrl-r tries again');
		await ui.press(keys.ctrlR);
		expect(ui.logs).toHaveLength(2);
		expect(ui.frame()).not.toContain('container gone');
	});
});

describe('moving', () => {
	test('up holds the log while it is written; the end follows again', async () => {
		const ui = await renderLog();
		await ui.write(numbered(100));
		await ui.press('k');
		expect([shown(ui)[0], shown(ui).at(-1)]).toEqual(['line 80', 'line 99']);
		await ui.write(numbered(50, 101));
		expect([shown(ui)[0], title(ui)]).toEqual(['line 80', expect.stringContaining('held')]);
		await ui.press('G');
		expect([shown(ui).at(-1), title(ui)]).toEqual(['line 150', expect.stringContaining('following')]);
	});

	test('down to the last line follows again', async () => {
		const ui = await renderLog();
		await ui.write(numbered(100));
		await ui.press('k', 'k', 'j');
		expect(title(ui)).toContain('held');
		await ui.press('j');
		expect(title(ui)).toContain('following');
	});

	test('pages go through all of it, wrapped lines too, and back to the same place', async () => {
		const ui = await renderLog();
		await ui.write(buildLines(Array.from({ length: 30 }, (_, index) => `${index}: ${'x'.repeat(300)}`)));
		await ui.press('g');
		expect(shown(ui)[0]).toMatch(/^0: x+$/);
		const seen = new Set<string>();
		for (let page = 0; page < 7; page++) {
			for (const line of shown(ui)) seen.add(/^(\d+): /.exec(line)?.[1] ?? '');
			await ui.press(keys.pageDown);
		}
		expect([...seen].filter((number) => number !== '')).toHaveLength(30);
		expect(title(ui)).toContain('following');
		for (let page = 0; page < 8; page++) await ui.press(keys.pageUp);
		expect(shown(ui)[0]).toMatch(/^0: x+$/);
	});

	test('cut lines can be looked at sideways', async () => {
		const ui = await renderLog();
		await ui.write(buildLines([`${'a'.repeat(100)}TARGET`]));
		await ui.press('w');
		expect(shown(ui)[0]).toBe(`${'a'.repeat(77)}…`);
		await ui.press(keys.right, keys.right);
		expect(shown(ui)).toEqual([`${'a'.repeat(20)}TARGET`]);
		expect(title(ui)).toContain('column 81');
		await ui.press(keys.left, keys.left, keys.left);
		expect(shown(ui)[0]).toBe(`${'a'.repeat(77)}…`);
	});

	test('frozen, nothing more is read until it goes on, and nothing is lost', async () => {
		const ui = await renderLog();
		await ui.write(numbered(10));
		await ui.press('z');
		expect(title(ui)).toContain('FROZEN');
		let isRead = false;
		void Promise.resolve(ui.log().emit(numbered(5, 11))).then(() => {
			isRead = true;
		});
		await until(() => ui.frame().includes('line 15'), 'what was under way');
		expect(isRead).toBe(false);
		await ui.press(keys.end);
		await until(() => isRead, 'reading goes on');
		expect(title(ui)).toContain('following');
	});
});

describe('searching', () => {
	test('goes to the last match before the end, then with N and n to and fro, round the ends', async () => {
		const ui = await renderLog();
		const lines = Array.from({ length: 200 }, (_, index) => (index % 50 === 25 ? `hit ${index}` : `line ${index}`));
		await ui.write(buildLines(lines));
		await ui.press('/', 'HIT', keys.enter);
		expect(shown(ui)).not.toContain('▌ hit 175');
		await ui.press('/', keys.ctrlU, 'hit', keys.enter);
		const marked = () => shown(ui).find((line) => line.startsWith('▌'));
		expect([marked(), title(ui)]).toEqual(['▌ hit 175', expect.stringContaining('4 with /hit')]);
		await ui.press('N');
		expect(marked()).toBe('▌ hit 125');
		await ui.press('n', 'n');
		expect(marked()).toBe('▌ hit 25');
		await ui.press('N');
		expect(marked()).toBe('▌ hit 175');
		await ui.press(keys.escape);
		expect([marked(), title(ui)]).toEqual([undefined, expect.not.stringContaining('/hit')]);
		await ui.press(keys.escape);
		expect(ui.lines()[1]).toContain('NAMESPACE');
	});

	test('lines that come are searched too', async () => {
		const ui = await renderLog();
		await ui.write(buildLines(['hit 1']));
		await ui.press('/', 'hit', keys.enter);
		await ui.write(buildLines(['hit 2', 'no']));
		await until(() => title(ui).includes('2 with /hit'), 'the second match');
	});

	test('what is no expression is said and not looked for; text that is pasted is text', async () => {
		const ui = await renderLog();
		await ui.write(numbered(3));
		await ui.press('/', 'a(');
		expect(ui.lines().at(-1)).toMatch(/\/a\( +unterminated group/);
		await ui.press(keys.enter);
		expect(title(ui)).not.toContain('with /');
		await ui.press('/', '\x1b[200~line 2\n\x1b[201~', keys.enter);
		expect(title(ui)).toContain('1 with /line 2');
	});
});

describe('which log', () => {
	test('a pod of several containers asks for one; of one shows it', async () => {
		const ui = await renderLog();
		await ui.press('q', keys.left, 'l');
		expect(title(ui)).toContain('Whose log of default/pause-test2?');
		await ui.press('j', keys.enter);
		expect(ui.log().target.container).toBe('ghost');
		await ui.press('q', 'k', 'k', 'k', 'k', 'k', 'l');
		expect(ui.log().target).toMatchObject({ pod: 'crasher', container: 'boom' });
	});

	test('a pause, and a container that never was, are told why not', async () => {
		const ui = await renderLog();
		await ui.press('q', 'k', 'k', 'l');
		expect(ui.frame()).toContain('the pause writes no log');
		await ui.press(keys.left, 'k', 'k', 'k', 'l');
		expect(ui.frame()).toContain('container "main" in pod "no-image" is waiting to start: ImagePullBackOff');
		expect(ui.logs).toHaveLength(1);
	});

	test('what belongs to no pod has one as well', async () => {
		const ui = await renderLog();
		await ui.press('q', 'G', 'l');
		expect(ui.log().target).toMatchObject({ id: 'f00dbabe'.repeat(8), runtime: 'docker', container: 'registry' });
		expect(title(ui)).toMatch(/^ Log of registry {2}following/);
	});
});
