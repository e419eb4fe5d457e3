import type { ContainerView, SandboxView } from '../node-view.ts';
import type { ActionKind, ActionMeans } from './action.ts';
import { type RuntimeFlavour, selectFlavour } from './runtime-flavour.ts';

/**
 * How an action would be done. `refused`: why it cannot. `hardWay`: why nothing milder than ending the whole sandbox through the
 * runtime is there.
 */
export type Choice = { means: ActionMeans; refused?: string; hardWay?: string };

/** Undefined: this runtime has no such thing. */
export function chooseSandboxMeans(kind: ActionKind, sandbox: SandboxView, runtime: string): Choice | undefined {
	const flavour = selectFlavour(runtime);
	if (flavour === 'docker') return chooseDocker(kind);
	if (kind === 'stop-sandbox') return { means: 'stop-pod-sandbox' };
	const byProcess = chooseSignal(kind, flavour);
	if (sandbox.isolated) {
		return replaceSignal(kind, byProcess, `it runs in a guest of its own (${sandbox.runtimeHandler})`);
	}
	if (flavour === 'containerd') return { means: byProcess };
	if (sandbox.pid === undefined) return replaceSignal(kind, byProcess, 'it has no pause process');
	return { means: byProcess, refused: refuseUnknownStart(sandbox) };
}

/** Through the runtime with a grace period; killed by the container's id where the runtime can, else by its process. */
export function chooseContainerMeans(kind: ActionKind, container: ContainerView, sandbox?: SandboxView): Choice {
	const flavour = selectFlavour(container.runtime ?? '');
	if (flavour === 'docker') return { means: kind === 'kill-container' ? 'docker-kill' : 'docker-stop' };
	if (kind !== 'kill-container') return { means: 'stop-container' };
	const means = chooseSignal(kind, flavour);
	if (flavour === 'containerd') return { means };
	if (sandbox?.isolated) {
		// gVisor: all containers of a pod have one process on the host
		return {
			means,
			refused: `it runs in a guest of its own (${sandbox.runtimeHandler}): its process is not its alone`,
		};
	}
	if (container.pid === undefined)
		return { means, refused: 'its process is not known, and this runtime kills by process' };
	return { means, refused: refuseUnknownStart(container) };
}

function chooseDocker(kind: ActionKind): Choice | undefined {
	if (kind === 'stop-sandbox') return undefined;
	return { means: kind === 'kill-sandbox' ? 'docker-kill' : 'docker-stop' };
}

function chooseSignal(kind: ActionKind, flavour: RuntimeFlavour): ActionMeans {
	const kills = kind === 'kill-sandbox' || kind === 'kill-container';
	if (flavour === 'containerd') return kills ? 'task-kill' : 'task-term';
	return kills ? 'signal-kill' : 'signal-term';
}

/** Without a process to signal there is only the runtime's own way. */
function replaceSignal(kind: ActionKind, means: ActionMeans, why: string): Choice {
	if (kind !== 'kill-sandbox') return { means: 'stop-pod-sandbox', hardWay: why };
	return { means, refused: `${why}: there is nothing to kill but the sandbox, by Stop sandbox` };
}

/** A pid alone can be somebody else's by the time the signal is sent. */
function refuseUnknownStart({ pid, startTicks }: SandboxView | ContainerView): string | undefined {
	if (startTicks !== undefined) return undefined;
	return `the start of process ${pid} is not readable in /proc, so it cannot be told from a later one with this pid`;
}
