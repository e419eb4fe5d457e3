import type { RoledContainer } from '../pod-spec-input.ts';
import type { KubeletPod } from './kubelet-pod.ts';
import { findNewest, type PodSnapshot } from './pod-snapshot.ts';

/** Whether a container that does not run should run again (kubelet container/helpers.go ShouldContainerBeRestarted). */
export function shouldRestart(pod: KubeletPod, container: RoledContainer, snapshot: PodSnapshot): boolean {
	const newest = findNewest(snapshot, container.name);
	if (newest === undefined) return true;
	if (newest.state === 'running' || pod.deletion !== undefined || container.role === 'ephemeral') return false;
	if (newest.state === 'created' || container.role === 'sidecar') return true;
	if (container.role === 'init') return newest.exitCode !== 0 && pod.input.restartPolicy !== 'Never';
	switch (pod.input.restartPolicy ?? 'Always') {
		case 'Never':
			return false;
		case 'OnFailure':
			return newest.exitCode !== 0;
		case 'Always':
			return true;
	}
}
