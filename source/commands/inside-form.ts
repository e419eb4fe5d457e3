import { UsageError } from '../core/usage-error.ts';
import type { Arguments } from './arguments.ts';

/** In what forms `ps`, `sockets` and `top` print, besides their plain table. */
const forms = ['wide', 'json'] as const;

/** How `ps`, `sockets` and `top` print. */
export type InsideForm = {
	/** Absent: the plain table. */
	output?: (typeof forms)[number];
	/** Columns of the terminal; absent when stdout is none: nothing is cut then. */
	width?: number;
};

/** Of which pod, and how: what `ps` and `sockets` take. */
export type InsidePodRequest = InsideForm & {
	/** With or without `pod/` before it. */
	pod?: string;
	kubeNamespace: string;
};

/** Reads `-o`. Throws a UsageError for a form that only other commands have. */
export function readInsideForm({ command, flags }: Arguments, width: number | undefined): InsideForm {
	const { output } = flags;
	const form = forms.find((name) => name === output);
	if (output !== undefined && form === undefined) throw new UsageError(`${command} -o is one of: ${forms.join(', ')}`);
	return { ...(form && { output: form }), ...(width !== undefined && { width }) };
}

/** Reads what `ps` and `sockets` take. Throws a UsageError. */
export function readInsidePodRequest(parsed: Arguments, width: number | undefined): InsidePodRequest {
	const { namespace } = parsed.flags;
	const kubeNamespace = typeof namespace === 'string' ? namespace : 'default';
	return { pod: parsed.input[0], kubeNamespace, ...readInsideForm(parsed, width) };
}
