import { createProcOnce } from '../../../source/adapters/proc/scan-aside.ts';
import type { Observation } from '../../../source/core/observation.ts';

/** Run with Bun: prints what a scan in a thread observes below the root given, or how it fails. `help`: takes part in it. */
const { root, thread, help } = JSON.parse(process.argv[2] ?? '{}');
const source = createProcOnce({ hostRoot: root, clock: Date.now, thread: thread && new URL(thread) });
const observations: Observation[] = [];
const helping = help ? setInterval(source.help, 0) : undefined;
try {
	await source.run((observation) => observations.push(observation), new AbortController().signal);
	process.stdout.write(JSON.stringify({ observations }));
} catch (error) {
	const { message, remedy, health } = error as Error & { remedy?: string; health?: string };
	process.stdout.write(JSON.stringify({ error: { message, remedy, health } }));
}
clearInterval(helping);
process.exit(0);
