import type { Line } from '../views/line.ts';

/** Where the screen is drawn. */
export type Canvas = {
	/** Milliseconds between two frames that nobody asked for by a key; 0: as often as there is something new. */
	frameEvery: number;
	/** Whether the terminal has taken what it was sent: a frame drawn now is seen at once, and not behind others. */
	isReady(): boolean;
	/** Calls back once, when it is ready. */
	whenReady(listener: () => void): void;
	/** Shows these lines, from the first row on, in place of whatever it shows. */
	draw(lines: readonly Line[], size: { columns: number; rows: number }): void;
	/** Resolves when the terminal has nothing left to answer: what comes from it then has been typed. */
	settled(): Promise<void>;
	/** Somebody else has used the terminal: the next frame is drawn whole. */
	forget(): void;
};
