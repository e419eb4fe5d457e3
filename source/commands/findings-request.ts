import { type FindingSeverity, findingSeverities } from '../core/findings/finding.ts';
import { UsageError } from '../core/usage-error.ts';
import { durationSyntax, parseDuration } from '../format/duration.ts';
import type { Arguments } from './arguments.ts';
import { readScope } from './read-requests.ts';
import type { Surroundings } from './surroundings.ts';

/** In what forms `findings` prints, besides text. */
const forms = ['json', 'yaml', 'name'] as const;

/** How long suspicions are watched unless `--timeout` says otherwise, milliseconds. */
const usualWait = 60_000;
/** The width of prose that goes to a file or a pipe. */
const usualColumns = 100;

export type FindingsRequest = {
	/** Empty: all. */
	names: readonly string[];
	/** Absent: all. */
	kubeNamespace?: string;
	/** Absent: text. */
	output?: (typeof forms)[number];
	/** Findings of this severity or a worse one make the exit code tell. Absent: none do. */
	failOn?: FindingSeverity;
	/** How long to watch what is only suspected, milliseconds; 0: print at once. */
	wait: number;
	/** How wide prose may be. */
	columns: number;
	/** Whether somebody sits in front of stderr. */
	progress: boolean;
};

/** Reads what `findings` takes. Throws a UsageError. */
export function readFindingsRequest(
	{ flags, input }: Arguments,
	{ stdoutColumns, stderrColumns }: Surroundings,
): FindingsRequest {
	const output = forms.find((form) => form === flags.output);
	if (flags.output !== undefined && !output) throw new UsageError(`findings -o is one of: ${forms.join(', ')}`);
	const failOn = findingSeverities.find((severity) => severity === flags.failOn);
	return {
		names: input,
		kubeNamespace: readScope(flags),
		...(output && { output }),
		...(failOn && { failOn }),
		wait: readWait(flags),
		columns: stdoutColumns ?? usualColumns,
		progress: stderrColumns !== undefined,
	};
}

function readWait({ wait, timeout }: Arguments['flags']): number {
	const span = typeof timeout === 'string' ? parseDuration(timeout) : usualWait;
	if (span === undefined) throw new UsageError(`--timeout takes ${durationSyntax}`);
	return wait === false ? 0 : span;
}
