import { delimiter, dirname, join } from 'node:path';
import { runCommand } from '../engines/run-command.ts';

/** A one-node Kubernetes with Docker on this machine; PAUSETOP_LAB is the folder of its `up` and `status`. */
export type Lab = { env: Record<string, string> };

/** The lab, or why there is none. */
export async function findLab(): Promise<Lab | { obstacle: string }> {
	const directory = process.env.PAUSETOP_LAB;
	if (!directory) return { obstacle: 'PAUSETOP_LAB does not name a lab' };
	try {
		const status = await runCommand(join(directory, 'status'), []);
		const kubeconfig = /^export KUBECONFIG=(.+)$/m.exec(status)?.[1];
		if (kubeconfig === undefined || !/^mode: docker$/m.test(status))
			return { obstacle: `the lab is not up in docker mode:\n${status}` };
		const PATH = [process.env.PATH, join(dirname(kubeconfig), 'bin')].join(delimiter);
		return { env: { KUBECONFIG: kubeconfig, PATH } };
	} catch (error) {
		return {
			obstacle: `the lab is not up (${join(directory, 'up')} docker): ${error instanceof Error ? error.message : error}`,
		};
	}
}
