import { delimiter, dirname, join } from 'node:path';
import type { TestContext } from 'vitest';
import { runCommand } from '../engines/run-command.ts';
import { requireEngine, skipWithout } from './engine-requirement.ts';

/** What the lab's kubelet runs its pods with. */
export type LabMode = 'docker' | 'containerd';

/** A one-node Kubernetes on this machine; PAUSETOP_LAB is the folder of its `up` and `status`. */
export type Lab = {
	env: Record<string, string>;
	/** Where the lab keeps its daemons' pid files. */
	runDirectory: string;
	/** Runs the lab's `up` in its mode again: it starts what has stopped. */
	revive(): Promise<void>;
};

/** The lab in a mode, or why there is none. */
export async function findLab(mode: LabMode): Promise<Lab | { obstacle: string }> {
	const directory = process.env.PAUSETOP_LAB;
	if (!directory) return { obstacle: 'PAUSETOP_LAB does not name a lab' };
	try {
		const status = await runCommand(join(directory, 'status'), []);
		const kubeconfig = /^export KUBECONFIG=(.+)$/m.exec(status)?.[1];
		if (kubeconfig === undefined || !status.split('\n').includes(`mode: ${mode}`))
			return { obstacle: `the lab is not up in ${mode} mode:\n${status}` };
		const state = dirname(kubeconfig);
		const PATH = [process.env.PATH, join(state, 'bin')].join(delimiter);
		return {
			env: { KUBECONFIG: kubeconfig, PATH },
			runDirectory: join(state, 'run'),
			async revive() {
				await runCommand(join(directory, 'up'), [mode]);
			},
		};
	} catch (error) {
		return {
			obstacle: `the lab is not up (${join(directory, 'up')} ${mode}): ${error instanceof Error ? error.message : error}`,
		};
	}
}

/** Skips a test that has no lab. .ci/run sets PAUSETOP_LAB exactly where there is one; then it has to work. */
export function requireLab(context: Pick<TestContext, 'skip'>, obstacle: string | undefined): void {
	skipWithout(context, process.env.PAUSETOP_LAB ? undefined : 'PAUSETOP_LAB names no lab');
	requireEngine(context, obstacle);
}

/** The socket of the containerd that the lab starts. */
export const labContainerd = '/run/containerd/containerd.sock';
