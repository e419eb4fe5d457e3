import { UsageError } from '../core/usage-error.ts';
import { type SimulatedRuntime, simulatedRuntimes } from '../wire/simulation.ts';
import type { WireRequest } from '../wire.ts';
import type { Arguments } from './arguments.ts';
import type { EventsRequest } from './events.ts';
import type { GetRequest } from './get.ts';
import { readInsideForm } from './inside-form.ts';
import type { LogsRequest } from './logs.ts';
import { findReadOnlyWish } from './read-only-wish.ts';
import type { RestartRequest } from './restart-request.ts';
import type { Surroundings } from './surroundings.ts';
import type { TopRequest } from './top.ts';

type Flags = Arguments['flags'];

function text(flags: Flags, name: string): string | undefined {
	const value = flags[name];
	return typeof value === 'string' ? value : undefined;
}

/** Where to look and what may be done: the flags that all commands share. */
export function readWireRequest({ command, flags }: Arguments, { environment, home }: Surroundings): WireRequest {
	const demo = flags.demo === true || command === 'demo';
	const runtimes = Array.isArray(flags.runtime) ? flags.runtime.map(String) : [];
	return {
		runtimes: demo ? [] : runtimes,
		kube: flags.kube !== false,
		kubeconfig: text(flags, 'kubeconfig'),
		context: text(flags, 'context'),
		node: text(flags, 'node'),
		hostRoot: text(flags, 'hostRoot'),
		demo: demo
			? { pods: number(flags, 'pods'), seed: number(flags, 'seed'), runtime: simulatedRuntime(runtimes) }
			: undefined,
		readOnly: findReadOnlyWish(flags.readOnly, environment.PAUSETOP_READ_ONLY),
		actionLog: text(flags, 'actionLog'),
		environment,
		home,
	};
}

/** The demo's `--runtime` names a kind: there is no socket yet. */
function simulatedRuntime([runtime]: readonly string[]): SimulatedRuntime | undefined {
	if (runtime === undefined) return undefined;
	const found = simulatedRuntimes.find((name) => name === runtime);
	if (!found) throw new UsageError(`the demo's --runtime is one of: ${simulatedRuntimes.join(', ')}`);
	return found;
}

function number(flags: Flags, name: string): number | undefined {
	const value = flags[name];
	return typeof value === 'number' ? value : undefined;
}

/** Throws a UsageError for two containers. */
export function readLogsRequest({ flags, input }: Arguments, around: Surroundings): LogsRequest {
	const [pod, second] = input;
	const container = text(flags, 'container');
	if (container !== undefined && second !== undefined) throw new UsageError('logs takes one container, not two');
	return {
		pod,
		container: container ?? second,
		kubeNamespace: text(flags, 'namespace') ?? 'default',
		previous: flags.previous === true,
		follow: flags.follow === true,
		tail: number(flags, 'tail'),
		since: text(flags, 'since'),
		timestamps: flags.timestamps === true,
		terminal: around.stdoutColumns !== undefined,
		color: isColoured(flags, around),
	};
}

export function readRestartRequest({ flags, input }: Arguments, around: Surroundings): RestartRequest {
	return {
		names: input,
		kubeNamespace: readScope(flags),
		container: text(flags, 'container'),
		kill: flags.kill === true,
		stop: flags.stop === true,
		yes: flags.yes === true,
		confirm: text(flags, 'confirm'),
		wait: flags.wait !== false,
		timeout: text(flags, 'timeout'),
		output: text(flags, 'output'),
		columns: around.stdoutColumns ?? around.stderrColumns ?? 120,
		ascii: isAscii(flags, around),
	};
}

export function readTopRequest(parsed: Arguments, { stdoutColumns }: Surroundings): TopRequest {
	const { flags, input } = parsed;
	return {
		names: input,
		kubeNamespace: readScope(flags),
		selector: text(flags, 'selector'),
		sort: text(flags, 'sort') as TopRequest['sort'],
		...readInsideForm(parsed, stdoutColumns),
	};
}

/** The selection of `get`: names, namespace, labels, and how it prints. */
export function readGetRequest({ flags, input }: Arguments): GetRequest {
	return {
		names: input,
		kubeNamespace: readScope(flags),
		selector: text(flags, 'selector'),
		output: text(flags, 'output') as GetRequest['output'],
	};
}

export function readEventsRequest({ flags }: Arguments): EventsRequest {
	return { kubeNamespace: text(flags, 'namespace'), since: text(flags, 'since') };
}

/** The namespace that is meant, as kubectl has it; undefined: all. */
export function readScope(flags: Flags): string | undefined {
	return flags.allNamespaces ? undefined : (text(flags, 'namespace') ?? 'default');
}

/** Whether the terminal can be trusted with ASCII only. */
export function isAscii(flags: Flags, { environment }: Surroundings): boolean {
	const { TERM, LC_ALL, LC_CTYPE, LANG } = environment;
	const locale = LC_ALL || LC_CTYPE || LANG || '';
	return flags.ascii === true || TERM === 'dumb' || TERM === 'linux' || !/utf-?8/i.test(locale);
}

/** Whether the terminal may be given colours. */
export function isColoured(flags: Flags, { environment }: Surroundings): boolean {
	return flags.color !== false && !environment.NO_COLOR && environment.TERM !== 'dumb';
}
