import { createProcSource } from '../../../source/adapters/proc/proc-source.ts';
import type { Observation } from '../../../source/core/observation.ts';

/** Run as a program of its own, so that it can be somebody else: prints the first observations under the root given as JSON. */
const abort = new AbortController();
const observations: Observation[] = [];
const source = createProcSource({ hostRoot: process.argv[2], clock: () => 1 });
await source.run((observation) => {
	observations.push(observation);
	if (observation.kind === 'health') abort.abort();
}, abort.signal);
process.stdout.write(JSON.stringify(observations));
