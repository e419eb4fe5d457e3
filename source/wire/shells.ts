import { resolveInRoot } from '../adapters/kube/host-file.ts';
import { openNetShell } from '../adapters/shell/net-shell.ts';
import type { ShellTerminal } from '../adapters/shell-terminal.ts';
import type { NodeState } from '../core/node-state.ts';
import type { NetShell, ShellResult, ShellTarget } from '../core/shell/shell-target.ts';
import type { Runtime } from './runtimes.ts';

/**
 * Opens a shell and gives it the terminal until it ends or `signal` aborts; the terminal is then as it was. Whoever draws on the
 * terminal or reads from it stops before. Never rejects: the result says what went wrong.
 */
export type OpenShell = (target: ShellTarget, terminal: ShellTerminal, signal: AbortSignal) => Promise<ShellResult>;

export type ShellSite = {
	findRuntimes: () => readonly Runtime[];
	getState: () => NodeState;
	hostRoot?: string;
	environment: Readonly<Record<string, string | undefined>>;
	/** Why nothing may be done to this node. */
	readOnly?: string;
	/** The node is simulated: its processes are none, but its Docker answers for them. */
	simulated: boolean;
};

export function createOpenShell(site: ShellSite): OpenShell {
	return async (target, terminal, signal) => {
		if (site.readOnly !== undefined) return { message: `no shells: ${site.readOnly}` };
		if (site.simulated && !isSimulatedShell(target)) return noSuchShell;
		if (signal.aborted) return {};
		if (target.kind === 'container') {
			const runtime = site.findRuntimes().find(({ name }) => name === target.runtime);
			if (!runtime) return { message: `${target.runtime} is not there any more`, remedy: 'pausetop doctor' };
			return runtime.openShell(target, terminal, signal);
		}
		const { hostRoot, environment } = site;
		const file = findPinned(target, site.getState());
		return openNetShell(target, terminal, {
			file: file === undefined ? undefined : resolveInRoot(file, hostRoot),
			hostRoot,
			environment,
			signal,
		});
	};
}

/** What a simulated node has in place of the shell that was asked for. */
const noSuchShell: ShellResult = {
	message: 'a simulated node has shells in Docker containers only',
	remedy: 'run pausetop on a real node',
};

function isSimulatedShell(target: ShellTarget): boolean {
	return target.kind === 'container' && target.runtime === 'docker';
}

/** The file by which a runtime keeps the sandbox's network namespace. */
function findPinned({ runtime, sandboxId }: NetShell, { records }: NodeState): string | undefined {
	if (runtime === undefined || sandboxId === undefined) return undefined;
	return records.get(runtime)?.get(sandboxId)?.pinnedNamespaces?.net;
}
