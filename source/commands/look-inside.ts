import type { InsideWant } from '../core/inside/inside-request.ts';
import type { PodInside } from '../core/inside/pod-inside.ts';
import type { PodView } from '../core/node-view.ts';
import { escapeText } from '../format/escape.ts';
import type { InsideLook } from '../output/inside-document.ts';
import { selectNodeView } from '../store/select-node-view.ts';
import { type WireRequest, type Wiring, wire } from '../wire.ts';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './command-table.ts';
import { findPod, type PodName } from './find-pod.ts';
import { isIncomplete, reportFailure, reportInsides } from './report-problems.ts';
import { hasFailedSource, reportSources } from './report-sources.ts';

/** What is read of the pod, and how. */
export type LookOptions = {
	want: InsideWant;
	/** Milliseconds between two readings; absent: one. */
	gap?: number;
};

/** A command that looks inside one pod: reads, prints what `format` makes of it, and returns the exit code. */
export async function lookInside(
	name: PodName,
	options: LookOptions,
	where: WireRequest,
	io: CommandIo,
	format: (look: InsideLook) => string,
): Promise<number> {
	const wiring = await wire(where, { inspect: 'none', past: false });
	try {
		await wiring.readOnce(io.signal);
		return await look(name, options, wiring, io, format);
	} finally {
		await wiring.close();
	}
}

async function look(
	name: PodName,
	{ want, gap }: LookOptions,
	wiring: Wiring,
	io: CommandIo,
	format: (look: InsideLook) => string,
): Promise<number> {
	const state = wiring.store.get();
	const view = selectNodeView(state);
	io.err(reportSources(state));
	const pod = findPod(view, state, name, io);
	if (!pod) return exitCodes.failure.code;
	const insides = await readInsides(wiring, { want, gap }, [pod], io);
	const inside = insides?.get(pod.uid);
	if (!inside) return exitCodes.failure.code;
	io.out(format({ pod, inside, state, view }));
	const idle = !runsHere(pod);
	if (idle) io.err(describeIdle(pod));
	else io.err(reportInsides([{ name: pod.name, inside }]));
	const partial = hasFailedSource(state) || (!idle && isIncomplete(inside));
	return partial ? exitCodes.partial.code : exitCodes.success.code;
}

/** Looks inside these pods; by their uid. Undefined when nothing can be read, which has then been said, or on an interrupt. */
export async function readInsides(
	wiring: Wiring,
	{ want, gap }: LookOptions,
	pods: readonly PodView[],
	io: CommandIo,
): Promise<ReadonlyMap<string, PodInside> | undefined> {
	const watch = { pods: pods.map(({ uid }) => ({ podUid: uid, want })) };
	try {
		const insides = await wiring.readInsides(watch, { ...(gap !== undefined && { gap }), signal: io.signal });
		return io.signal.aborted ? undefined : new Map(insides.map((inside) => [inside.podUid, inside]));
	} catch (error) {
		io.err(reportFailure(error));
		return undefined;
	}
}

/** Why nothing of a pod is shown, for stderr. */
export function describeIdle({ name, status }: PodView): string {
	return escapeText(`pausetop: no process of pod "${name}" runs on this node: it is ${status}`).concat('\n');
}

/** Whether the pod has a process here. */
export function runsHere({ sandboxes, containers }: PodView): boolean {
	return [...sandboxes, ...containers].some(({ pid }) => pid !== undefined);
}
