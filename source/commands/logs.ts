import { cleanLogText } from '../core/log/clean-log-text.ts';
import { formatLogStamp } from '../core/log/format-log-stamp.ts';
import { shownLimit, wholeLimit } from '../core/log/line-assembler.ts';
import type { LogLine } from '../core/log/log-line.ts';
import type { LogTarget } from '../core/log/log-options.ts';
import { selectLogTarget } from '../core/log/select-log-target.ts';
import { SourceError } from '../core/source.ts';
import { UsageError } from '../core/usage-error.ts';
import { durationSyntax, parseDuration } from '../format/duration.ts';
import { escapeText } from '../format/escape.ts';
import { textWidth } from '../format/width.ts';
import { selectNodeView } from '../store/select-node-view.ts';
import { type WireRequest, type Wiring, wire } from '../wire.ts';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './command-table.ts';
import { selectPod } from './find-pod.ts';
import { hasFailedSource, reportSources } from './report-sources.ts';

export type LogsRequest = {
	/** With or without `pod/` before it. */
	pod?: string;
	/** Absent: the pod's default one. */
	container?: string;
	kubeNamespace: string;
	previous: boolean;
	follow: boolean;
	tail?: number;
	/** How far back, as typed: `10m`. */
	since?: string;
	timestamps: boolean;
	/** What stdout is: a terminal gets no control sequences and no endless lines, a pipe the log as it is. */
	terminal: boolean;
	/** Whether a terminal gets the log's colours. */
	color: boolean;
};

/** `pausetop logs`: one container's log, as `kubectl logs` prints it, without an API server. */
export async function runLogs(request: LogsRequest, wireRequest: WireRequest, io: CommandIo): Promise<number> {
	if (request.pod === undefined) throw new UsageError('logs takes a pod: pausetop logs POD [CONTAINER]');
	const span = request.since === undefined ? undefined : parseDuration(request.since);
	if (request.since !== undefined && span === undefined) throw new UsageError(`--since takes ${durationSyntax}`);
	const since = span === undefined ? undefined : Date.now() - span;
	const wiring = await wire(wireRequest, { inspect: 'none', past: false });
	try {
		await wiring.readOnce(io.signal);
		const target = findTarget(wiring, request, io);
		if (target === undefined) return exitCodes.failure.code;
		return await printLog(wiring, target, { ...request, since }, io);
	} finally {
		await wiring.close();
	}
}

function findTarget(wiring: Wiring, request: LogsRequest, io: CommandIo): LogTarget | undefined {
	const state = wiring.store.get();
	const { pod: name = '', kubeNamespace } = request;
	const pod = selectPod(selectNodeView(state), state, { pod: name, kubeNamespace });
	if (!pod) {
		io.err(reportSources(state));
		io.err(`pausetop: pod "${escapeText(name)}" not found on this node in namespace ${escapeText(kubeNamespace)}\n`);
		return undefined;
	}
	const choice = selectLogTarget(pod, request);
	if ('target' in choice) return choice.target;
	if (hasFailedSource(state)) io.err(reportSources(state));
	io.err(`pausetop: ${escapeText(choice.problem)}\n`);
	return undefined;
}

async function printLog(
	wiring: Wiring,
	target: LogTarget,
	request: Omit<LogsRequest, 'since'> & { since?: number },
	io: CommandIo,
): Promise<number> {
	const { follow, tail, since, terminal } = request;
	const format = terminal ? formatForTerminal : formatAsWritten;
	const print = (lines: readonly LogLine[]) => io.out(lines.map((line) => format(line, request)).join(''));
	try {
		const limit = terminal ? shownLimit : wholeLimit;
		await wiring.followLog(target, { follow, tail, since, limit }, print, io.signal);
		return exitCodes.success.code;
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		io.err(`pausetop: ${escapeText(error.message)}\n`);
		if (error.remedy) io.err(`  next: ${escapeText(error.remedy)}\n`);
		return exitCodes.failure.code;
	}
}

type LineFormat = Pick<LogsRequest, 'timestamps' | 'color'>;

/** What the container wrote, and as kubectl a time before each line. */
function formatAsWritten(line: LogLine, { timestamps }: LineFormat): string {
	return `${formatTime(line, timestamps)}${line.text}${line.open ? '' : '\n'}`;
}

function formatForTerminal(line: LogLine, { timestamps, color }: LineFormat): string {
	const text = cleanLogText(line.text, { color, escape: escapeText, width: textWidth });
	const cut = line.cut === undefined ? '' : ` … (${line.cut} bytes more)`;
	return `${formatTime(line, timestamps)}${text}${cut}\n`;
}

function formatTime({ stamp, continues }: LogLine, wanted: boolean): string {
	return wanted && stamp !== undefined && !continues ? `${formatLogStamp(stamp)} ` : '';
}
