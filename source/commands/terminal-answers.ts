/** A question to which every terminal gives the same answer (ECMA-48, Device Status Report), once it has drawn what was before it. */
export const question = '\x1b[5n';

/** `CSI 0 n`: all is well; `CSI 3 n`: it is not. Either has been drawn. */
const answer = /\x1b\[[03]n/g;
/** The beginning of one at the end of what was read. */
const begun = /\x1b(?:\[[03]?)?$/;

/** How far a terminal is behind, by its own answers. */
export type TerminalAnswers = {
	/** A question has been sent after so many bytes. */
	asked(bytes: number): void;
	/** Takes the answers out of what was read from the terminal. */
	read(text: string): string;
	/** It has so little left to draw that more will be seen at once. */
	isNear(): boolean;
	/** Nothing is asked any more. */
	isSettled(): boolean;
};

/** Bytes that a terminal may be behind before nothing more is drawn: two seconds at 9,600 baud, and some small frames of a long way. */
const near = 2_048;
/** Milliseconds without any answer after which a terminal counts as one that never answers; and after which an answer is lost. */
const patience = { unknown: 400, known: 20_000 };

/** `changed` is called when answers have come, or when none are waited for any more. */
export function createTerminalAnswers(changed: () => void): TerminalAnswers {
	let asked: number[] = [];
	let isKnown = false;
	let hasGivenUp = false;
	let before = '';
	let timer: ReturnType<typeof setTimeout> | undefined;

	const giveUp = () => {
		asked = [];
		hasGivenUp = !isKnown;
		changed();
	};
	const wait = () => {
		clearTimeout(timer);
		if (asked.length > 0) timer = setTimeout(giveUp, isKnown ? patience.known : patience.unknown).unref();
	};
	const take = (count: number) => {
		asked = asked.slice(count);
		isKnown = true;
		hasGivenUp = false;
		wait();
		changed();
	};
	return {
		asked(bytes) {
			if (hasGivenUp) asked = [];
			asked.push(bytes);
			// the oldest is waited for
			if (asked.length === 1) wait();
		},
		read(text) {
			// one may come in two pieces, of which Ink leaves the second alone
			const all = before + text;
			const count = [...all.matchAll(answer)].length;
			before = begun.exec(all)?.[0] ?? '';
			if (count > 0) take(count);
			return count > 0 ? text.replace(answer, '') : text;
		},
		isNear: () => hasGivenUp || asked.reduce((sum, bytes) => sum + bytes, 0) <= near,
		isSettled: () => hasGivenUp || asked.length === 0,
	};
}
