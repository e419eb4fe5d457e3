import { expect, test } from 'vitest';
import { checkScene } from './check-scene.ts';
import { scenes } from './scenes.ts';

// A picture that is out of date is made again by `npm run screenshots`
test.each(scenes)('screenshots/$name shows what the program shows', { timeout: 60_000 }, async (scene) => {
	expect(await checkScene(scene)).toEqual([]);
});
