// node test/screenshots/generate.ts [--check] [NAME…]: makes the pictures of screenshots/, or says which are out of date.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { captureScene, sceneTitle } from './capture-scene.ts';
import { checkScene } from './check-scene.ts';
import { picturePaths } from './picture-paths.ts';
import { renderPng } from './png.ts';
import type { Scene } from './scene.ts';
import { scenes } from './scenes.ts';
import { renderSvg } from './svg.ts';

const words = process.argv.slice(2);
const names = words.filter((word) => word !== '--check');
const unknown = names.filter((name) => !scenes.some((scene) => scene.name === name));
if (unknown.length > 0) {
	console.error(`no such scene: ${unknown.join(', ')}; there are ${scenes.map((scene) => scene.name).join(', ')}`);
	process.exit(2);
}
const chosen = scenes.filter((scene) => names.length === 0 || names.includes(scene.name));
for (const scene of chosen) {
	await (words.includes('--check') ? check(scene) : generate(scene)).catch((error: Error) => {
		console.error(error.message);
		process.exitCode = 1;
	});
}

async function generate(scene: Scene): Promise<void> {
	const { svg, png } = picturePaths(scene.name);
	await mkdir(dirname(svg), { recursive: true });
	const drawing = renderSvg(await captureScene(scene), sceneTitle(scene));
	await writeFile(svg, drawing);
	await writeFile(png, renderPng(drawing));
	console.log(`screenshots/${scene.name}.svg .png`);
}

async function check(scene: Scene): Promise<void> {
	const differences = await checkScene(scene);
	console.log(`${scene.name}: ${differences.length === 0 ? 'up to date' : 'differs'}`);
	for (const line of differences) console.log(`  ${line}`);
	if (differences.length > 0) process.exitCode = 1;
}
