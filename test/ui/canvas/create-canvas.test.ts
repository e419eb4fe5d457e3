import { SerializeAddon } from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import { expect, test } from 'vitest';
import { createCanvas } from '../../../source/ui/canvas/create-canvas.ts';
import type { Segment, Tone } from '../../../source/ui/columns/column.ts';
import { themeOf } from '../../../source/ui/theme.ts';
import type { Line } from '../../../source/ui/views/line.ts';

const size = { columns: 40, rows: 6 };

function openCanvas() {
	const sent: string[] = [];
	const canvas = createCanvas(
		{
			isReady: () => true,
			whenReady: (listener) => listener(),
			settled: async () => undefined,
			send: (text) => sent.push(text),
		},
		themeOf({ color: true }),
	);
	return { canvas, sent };
}

/** What a terminal shows after all of this, with its styles. */
async function show(texts: readonly string[]): Promise<string> {
	const terminal = new headless.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
	const serializer = new SerializeAddon();
	terminal.loadAddon(serializer);
	// where the cursor was left does not matter
	for (const text of [...texts, '\x1b[H']) await new Promise<void>((resolve) => terminal.write(text, resolve));
	return serializer.serialize();
}

/** Small numbers that look random and are the same each time (Park and Miller). */
function createRandom(seed: number) {
	let state = seed;
	return (below: number) => {
		state = (state * 48_271) % 2_147_483_647;
		return state % below;
	};
}

const words = ['Running', '2m31s', '  ', '▸ pod', 'net ■', '日本', 'é', 'a', '0123456789', ''];
const tones: readonly Tone[] = ['plain', 'dim', 'bad', 'strong', 'badge', 'accent'];

function makeLine(random: (below: number) => number): Line {
	const segments: Segment[] = [];
	let width = 0;
	for (let count = random(5); count > 0; count--) {
		const text = words[random(words.length)] ?? '';
		width += text === '日本' ? 4 : text.length;
		if (width > size.columns) break;
		segments.push(random(8) === 0 ? { text, sgr: '1;38;5;208' } : { text, tone: tones[random(tones.length)] });
	}
	return { segments, selected: random(9) === 0 };
}

test('whatever changes, the terminal shows what a new one would show', async () => {
	const random = createRandom(7);
	const { canvas, sent } = openCanvas();
	let lines = Array.from({ length: size.rows }, () => makeLine(random));
	for (let step = 0; step < 120; step++) {
		lines = lines.map((line) => (random(3) === 0 ? makeLine(random) : line));
		canvas.draw(lines, size);
		if (step % 10 > 0) continue;
		const fresh = openCanvas();
		fresh.canvas.draw(lines, size);
		expect(await show(sent), `step ${step}`).toBe(await show(fresh.sent));
	}
});

const line = (age: string, tone?: Tone): Line => ({
	segments: [{ text: ' default  pod-1  ', tone: 'dim' }, { text: age, tone }, { text: '  10.244.0.4' }],
});

test('what did not change is not sent, and where nothing changed nothing is', () => {
	const { canvas, sent } = openCanvas();
	canvas.draw([line('2m31s'), line('5d')], size);
	canvas.draw([line('2m31s'), line('5d')], size);
	expect(sent).toHaveLength(1);
	canvas.draw([line('2m32s'), line('5d')], size);
	expect(sent[1]).toBe('\x1b[?2026h\x1b[1;21H2\x1b[?2026l');
});

test('a colour alone is a change, and leaves no style behind', () => {
	const { canvas, sent } = openCanvas();
	canvas.draw([line('Error')], size);
	canvas.draw([line('Error', 'bad')], size);
	expect(sent[1]).toBe('\x1b[?2026h\x1b[1;18H\x1b[31mError\x1b[39m\x1b[?2026l');
});

test('another size, and a terminal that somebody else has used, are drawn whole', () => {
	const { canvas, sent } = openCanvas();
	canvas.draw([line('5d')], size);
	canvas.draw([line('5d')], { ...size, rows: 7 });
	canvas.forget();
	canvas.draw([line('5d')], { ...size, rows: 7 });
	expect(sent).toHaveLength(3);
	for (const text of sent) expect(text).toContain('\x1b[2J');
});

test('of more lines than the terminal has, those that fit are drawn', () => {
	const { canvas, sent } = openCanvas();
	canvas.draw(
		Array.from({ length: 9 }, (_, index) => line(`${index}d`)),
		size,
	);
	expect(sent[0]).toContain('5d');
	expect(sent[0]).not.toContain('6d');
});
