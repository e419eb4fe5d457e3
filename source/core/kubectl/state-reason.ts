import type { KubeContainerState } from '../kube-pod.ts';

type Terminated = NonNullable<KubeContainerState['terminated']>;

/** How kubectl names an end: its reason, else the signal, else the exit code (0 included). */
export function formatTerminated(terminated: Terminated): string {
	if (terminated.reason) {
		return terminated.reason;
	}
	return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
}

/** The word that a container that does not run lends to STATUS; `undefined` while it runs or waits without a reason. */
export function selectStateReason(state: KubeContainerState | undefined): string | undefined {
	if (state?.waiting?.reason) {
		return state.waiting.reason;
	}
	return state?.terminated ? formatTerminated(state.terminated) : undefined;
}
