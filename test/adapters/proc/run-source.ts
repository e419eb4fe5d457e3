import { onTestFinished } from 'vitest';
import {
	createProcSource,
	type ProcSource,
	type ProcSourceOptions,
} from '../../../source/adapters/proc/proc-source.ts';
import type { ObservationOf } from '../../../source/core/observation.ts';
import { createObservationRecorder, type ObservationRecorder } from '../observation-recorder.ts';
import type { ProcTree } from './proc-tree.ts';

export type RunningSource = {
	source: ProcSource;
	recorder: ObservationRecorder;
	/** Asks for a re-read and resolves with what it found. */
	reread(...targets: Parameters<ProcSource['reread']>[0]): Promise<ObservationOf<'processes'>>;
	/** Resolves with the health that followed the first listing. */
	health(): Promise<ObservationOf<'health'>>;
	stop(): Promise<void>;
};

/** Runs the source on a tree until the test ends, and resolves once it has listed. Its clock stands still unless given. */
export async function runSource(tree: ProcTree, options: Partial<ProcSourceOptions> = {}): Promise<RunningSource> {
	const source = createProcSource({ hostRoot: tree.root, clock: () => 1_795_310_000_000, ...options });
	const recorder = createObservationRecorder();
	const abort = new AbortController();
	const run = source.run(recorder.emit, abort.signal);
	const stop = async () => {
		abort.abort();
		await run;
	};
	onTestFinished(stop);
	await Promise.race([recorder.waitFor(({ kind }) => kind === 'process-listing'), run]);
	const awaitKind = async <K extends 'processes' | 'health'>(kind: K, count: number) => {
		await recorder.until(() => recorder.ofKind(kind).length > count);
		return recorder.ofKind(kind)[count] as ObservationOf<K>;
	};
	return {
		source,
		recorder,
		stop,
		reread(...targets) {
			const count = recorder.ofKind('processes').length;
			source.reread(targets);
			return awaitKind('processes', count);
		},
		health: () => awaitKind('health', 0),
	};
}

/** A full container id made of one hex digit pair. */
export function containerId(pair: string): string {
	return pair.repeat(32);
}
