import type { SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import type { Key } from '../helpers/terminal-keys.ts';
import type { Expected } from '../helpers/terminal-watch.ts';

/** One picture: what is started, in what size, and what a person does until it is taken. */
export type Scene = {
	/** The file's name without its ending. */
	name: string;
	/** What follows `pausetop` on the command line. */
	args: readonly string[];
	columns: number;
	rows: number;
	/** On top of the environment that all scenes share. */
	env?: Readonly<Record<string, string>>;
	/** pausetop is pointed at a simulated node that the steps can do something to; `demo` keeps its own to itself. */
	onNode?: boolean;
	/** A command that prints and ends: the picture shows its command line too, and is taken when it has ended. */
	prints?: boolean;
	/**
	 * From this event on all must be there, in whatever order: which of two sources comes first within a second is not fixed.
	 * Older ones are not compared, because those at the pane's edge depend on it.
	 */
	eventsFrom?: RegExp;
	steps: readonly Step[];
};

/** Presses keys, does something to the simulated node, or waits for something on the screen (for at most 20 seconds). */
export type Step =
	| { press: readonly Key[] }
	| { act: (node: SimulatedNode) => unknown }
	| { waitFor: Expected; timeout?: number };
