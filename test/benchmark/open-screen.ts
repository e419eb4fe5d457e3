import { openTerminal, type Terminal } from '../helpers/terminal.ts';
import { type NodeUnderTest, pausetopCommand } from './node-under-test.ts';

/** Starts pausetop's screen on the node, in a terminal that shows all columns. */
export function openScreen(node: NodeUnderTest): Terminal {
	return openTerminal({ ...pausetopCommand(node, []), columns: 180, rows: 50 });
}

/** All sources have answered: the right number of pods, with a sandbox each (runtime) and its inode number (/proc). */
export function isComplete(screen: string, pods: number): boolean {
	return screen.includes(` ${pods} pods `) && /[0-9a-f]{8} #\d/.test(screen) && /\b\d{10}\b/.test(screen);
}
