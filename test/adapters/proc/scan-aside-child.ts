import { createProcOnce } from '../../../source/adapters/proc/scan-aside.ts';
import type { Observation } from '../../../source/core/observation.ts';

/** Run with Bun: prints what a scan observes below the root given and where it was done, or how it fails. `help`: takes part in it. */
const { root, thread, help, aborted } = JSON.parse(process.argv[2] ?? '{}');
const source = createProcOnce({ hostRoot: root, clock: Date.now, thread: thread && new URL(thread) });
const observations: Observation[] = [];
const places = new Set<boolean>();
const helping = help ? setInterval(source.help, 0) : undefined;
try {
	const note = (observation: Observation) => {
		places.add(source.isAside());
		observations.push(observation);
	};
	await source.run(note, aborted ? AbortSignal.abort() : new AbortController().signal);
	process.stdout.write(JSON.stringify({ observations, aside: [...places] }));
} catch (error) {
	const { message, remedy, health } = error as Error & { remedy?: string; health?: string };
	process.stdout.write(JSON.stringify({ error: { message, remedy, health } }));
}
clearInterval(helping);
process.exit(0);
