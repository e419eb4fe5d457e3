import { UsageError } from '../core/usage-error.ts';
import type { InsideLook } from '../output/inside-document.ts';
import { formatJsonText } from '../output/json-text.ts';
import { createSocketDocument, listPodIps } from '../output/socket-document.ts';
import { formatSockets } from '../output/socket-text.ts';
import type { WireRequest } from '../wire.ts';
import type { CommandIo } from './command-io.ts';
import type { InsidePodRequest } from './inside-form.ts';
import { lookInside } from './look-inside.ts';

/** `pausetop sockets`: who listens in a pod's network namespace, who talks to whom inside it, and its addresses. */
export async function runSockets(request: InsidePodRequest, wireRequest: WireRequest, io: CommandIo): Promise<number> {
	const { pod, kubeNamespace } = request;
	if (pod === undefined) throw new UsageError('sockets takes a pod: pausetop sockets POD');
	const options = { want: { sockets: true } };
	return lookInside({ pod, kubeNamespace }, options, wireRequest, io, (look) => format(look, request));
}

function format(look: InsideLook, { output, width }: InsidePodRequest): string {
	if (output === 'json') return formatJsonText(createSocketDocument(look));
	const { sockets, addresses } = look.inside;
	const options = { wide: output === 'wide', ...(width !== undefined && { width }) };
	return formatSockets(sockets, addresses, listPodIps(look.pod), options);
}
