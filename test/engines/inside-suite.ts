import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { findLab, type Lab, requireLab } from '../helpers/engine-lab.ts';
import { testExtremes } from './inside-extremes-suite.ts';
import { createInsidePods, removeInsidePods } from './inside-pods.ts';
import type { InsideRuntime } from './inside-runtime.ts';
import type { InsideScene } from './inside-scene.ts';
import { testUsage } from './inside-usage-suite.ts';
import { testLogs } from './lab-logs-suite.ts';
import { testProcesses } from './ps-suite.ts';
import { testSockets } from './sockets-suite.ts';
import { testZombies } from './zombies-suite.ts';

/** What the commands say of the inside of a lab's pods, held to ps, ss, the cgroup files, kubectl logs and the runtime. */
export function describeInside(runtime: InsideRuntime): void {
	describe(`inside the pods of a real node with ${runtime.name}`, () => {
		let lab: Lab | undefined;
		let obstacle: string | undefined;

		beforeAll(async () => {
			const found = await findLab(runtime.name);
			if ('obstacle' in found) obstacle = found.obstacle;
			else {
				lab = found;
				await createInsidePods(found);
			}
		}, 120_000);
		afterAll(async () => lab && removeInsidePods(lab.env), 60_000);
		beforeEach((context) => requireLab(context, obstacle));

		const requireScene = (): InsideScene => {
			if (lab === undefined) throw new Error('there is no lab');
			return { env: lab.env, runtime };
		};
		testProcesses(requireScene);
		testSockets(requireScene);
		testZombies(requireScene);
		testUsage(requireScene);
		testLogs(requireScene);
		// the last: it leaves ports that wait for their time to pass
		testExtremes(requireScene);
	});
}
