import { commandLine } from '../helpers/terminal-program.ts';
import type { CommandLine } from './run-command.ts';

/** A node to measure on, simulated or real: how pausetop, docker and kubectl are pointed at it. */
export type NodeUnderTest = {
	setting: string;
	/** pausetop's flags for it. */
	flags: readonly string[];
	/** The environment in which docker and kubectl see it. */
	env: Readonly<Record<string, string>>;
	/** Absent on a node with containerd only. */
	dockerSocket?: string;
	/** Pods and running containers (pauses included) that a complete frame has to know. */
	pods: number;
};

/** pausetop as a script or a person starts it: the one-file program that PAUSETOP_PROGRAM names, else the bundle with this Node. */
export function pausetopCommand(node: NodeUnderTest, args: readonly string[]): CommandLine {
	return commandLine([...args, ...node.flags]);
}
