import { readFile } from 'node:fs/promises';
import { captureScene } from './capture-scene.ts';
import { compareLines, compareTexts } from './normalize-text.ts';
import { picturePaths } from './picture-paths.ts';
import type { Scene } from './scene.ts';
import { readSvgText } from './svg.ts';

/** Plays a scene again: what its committed picture shows differently, line by line; empty when nothing does. */
export async function checkScene(scene: Scene): Promise<string[]> {
	const { svg, png } = picturePaths(scene.name);
	const committed = await readFile(svg, 'utf8').catch(() => undefined);
	const text = committed === undefined ? undefined : readSvgText(committed);
	if (text === undefined) return [`screenshots/${scene.name}.svg is missing: run npm run screenshots`];
	const pixels = await readFile(png).catch(() => undefined);
	if (!pixels?.length) return [`screenshots/${scene.name}.png is missing: run npm run screenshots`];
	const { text: actual } = await captureScene(scene);
	const { eventsFrom } = scene;
	if (!eventsFrom) return compareTexts(text, actual);
	return compareLines(dropEventsBefore(text, eventsFrom), dropEventsBefore(actual, eventsFrom));
}

function dropEventsBefore(text: string, first: RegExp): string {
	const lines = text.split('\n');
	const start = lines.findIndex((line) => first.test(line));
	return lines.filter((line, index) => index >= start || !/^ *\d\d:\d\d:\d\d/.test(line)).join('\n');
}
