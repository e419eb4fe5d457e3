import type { ActionKind } from '../core/action/action.ts';
import { UsageError } from '../core/usage-error.ts';
import { durationSyntax, parseDuration } from '../format/duration.ts';
import type { CommandIo } from './command-io.ts';

export type RestartRequest = {
	/** Pods, with or without `pod/` before them. */
	names: readonly string[];
	/** Absent: in all namespaces. */
	kubeNamespace?: string;
	/** Absent: the pod's sandbox. */
	container?: string;
	/** With KILL, without a grace period. */
	kill: boolean;
	/** Through CRI's StopPodSandbox. */
	stop: boolean;
	/** Not to be asked. */
	yes: boolean;
	/** What would have to be typed, where `yes` is not enough. */
	confirm?: string;
	/** Until the pods are Ready again. */
	wait: boolean;
	/** How long to wait, as typed: `5m`. */
	timeout?: string;
	output?: string;
	/** How wide texts may be. */
	columns: number;
	ascii: boolean;
};

/** What is to be done, and how long is waited for what follows, milliseconds. */
export type RestartOrder = { kind: ActionKind; timeout: number };

const usualTimeout = 5 * 60_000;
/** Timers hold 24 days. */
const longestTimeout = 2 ** 31 - 1;

/** Throws a UsageError for what cannot be meant, before anything is asked of anybody. */
export function checkRestart(request: RestartRequest, { ask }: Pick<CommandIo, 'ask'>): RestartOrder {
	const { names, container, kill, stop, yes, output } = request;
	if (names.length === 0) throw new UsageError('restart takes a pod: pausetop restart POD…');
	if (kill && stop) throw new UsageError('restart takes --kill or --stop, not both');
	if (stop && container !== undefined) {
		throw new UsageError('--stop is for the whole sandbox: without --container, or with --kill');
	}
	if (output !== undefined && output !== 'json') throw new UsageError('restart prints text, or with -o json objects');
	if (!yes && !ask) throw new UsageError('without a terminal to ask on, restart takes --yes');
	return { kind: chooseKind(request), timeout: readTimeout(request.timeout) };
}

function chooseKind({ container, kill, stop }: RestartRequest): ActionKind {
	if (container !== undefined) return kill ? 'kill-container' : 'restart-container';
	if (stop) return 'stop-sandbox';
	return kill ? 'kill-sandbox' : 'restart-sandbox';
}

function readTimeout(text: string | undefined): number {
	if (text === undefined) return usualTimeout;
	const timeout = parseDuration(text);
	if (timeout === undefined) throw new UsageError(`--timeout takes ${durationSyntax}`);
	if (timeout === 0) throw new UsageError('--timeout is longer than nothing; --no-wait does not wait');
	return Math.min(timeout, longestTimeout);
}
