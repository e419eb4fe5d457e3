import type { Canvas } from './canvas.ts';

/** Decides when the screen is drawn. Who asks several times before that is called once. */
export type Pace = {
	/** Something has changed by itself: with the next frame. */
	soon(draw: () => void): void;
	/** Somebody has pressed a key: at once, if the terminal takes it. */
	now(draw: () => void): void;
};

/**
 * Frames no faster than the canvas wants them, and none while it still works on the last one: what would have been drawn in between is
 * never computed, so that a slow terminal shows the newest state and not the oldest it has not seen.
 */
export function createPace({
	frameEvery,
	isReady,
	whenReady,
}: Pick<Canvas, 'frameEvery' | 'isReady' | 'whenReady'>): Pace {
	const wanted = new Set<() => void>();
	let resting = false;
	let waiting = false;

	const draw = () => {
		if (wanted.size === 0 || waiting) return;
		if (!isReady()) {
			waiting = true;
			whenReady(() => {
				waiting = false;
				draw();
			});
			return;
		}
		const draws = [...wanted];
		wanted.clear();
		rest();
		for (const each of draws) each();
	};
	const rest = () => {
		if (resting || frameEvery === 0) return;
		resting = true;
		setTimeout(() => {
			resting = false;
			draw();
		}, frameEvery);
	};
	return {
		soon(each) {
			wanted.add(each);
			if (!resting) draw();
		},
		now(each) {
			wanted.add(each);
			draw();
		},
	};
}
