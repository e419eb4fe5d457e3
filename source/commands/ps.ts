import { UsageError } from '../core/usage-error.ts';
import type { InsideLook } from '../output/inside-document.ts';
import { formatJsonText } from '../output/json-text.ts';
import { createProcessDocument } from '../output/process-document.ts';
import { formatProcesses } from '../output/process-text.ts';
import type { WireRequest } from '../wire.ts';
import type { CommandIo } from './command-io.ts';
import type { InsidePodRequest } from './inside-form.ts';
import { lookInside } from './look-inside.ts';

/** Milliseconds between two readings: the shortest time that says something of CPU use, and a little more (core/inside/cpu-reading.ts). */
const gap = 600;

/**
 * `pausetop ps`: the processes of a pod, a tree for each pid namespace. %CPU is that of `ps`, the average since the process's
 * start, which takes one reading. `-o wide` and `-o json` read twice and have the use of this moment too, as `top` shows it.
 */
export async function runPs(request: InsidePodRequest, wireRequest: WireRequest, io: CommandIo): Promise<number> {
	const { pod, kubeNamespace, output } = request;
	if (pod === undefined) throw new UsageError('ps takes a pod: pausetop ps POD');
	const options = { want: { processes: true }, ...(output !== undefined && { gap }) };
	return lookInside({ pod, kubeNamespace }, options, wireRequest, io, (look) => format(look, request));
}

function format(look: InsideLook, { output, width }: InsidePodRequest): string {
	if (output === 'json') return formatJsonText(createProcessDocument(look));
	const { processes, readAt } = look.inside;
	const options = { now: readAt, wide: output === 'wide', ...(width !== undefined && { width }) };
	return processes ? formatProcesses(processes, options) : '';
}
