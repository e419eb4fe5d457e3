import { isKubeletRunning } from '../adapters/proc/kubelet.ts';
import { findOwnContainer } from '../adapters/proc/own-container.ts';
import type { Clock } from '../core/clock.ts';
import type { Emit } from '../core/source.ts';

/** What is looked at in /proc when somebody asks, besides the scans. */
export type NodeLooks = {
	lookAtKubelet(): void;
	/** Pausetop's own container, if it runs in one: whoever ends that ends pausetop. */
	lookAtOwnContainer(): void;
};

type Parts = { hostRoot?: string; emit: Emit; clock: Clock; findKubeletPid(): number | undefined };

/** Looks, and has the store know. What cannot be seen is not known; that is said by the source `proc`, so nothing here throws. */
export function createNodeLooks({ hostRoot, emit, clock, findKubeletPid }: Parts): NodeLooks {
	const source = 'proc';
	return {
		lookAtKubelet() {
			const running = look(() => isKubeletRunning(hostRoot, findKubeletPid()));
			emit({ at: clock.now(), source, kind: 'kubelet', running });
		},
		lookAtOwnContainer() {
			const id = look(() => findOwnContainer(hostRoot));
			if (id !== undefined) emit({ at: clock.now(), source, kind: 'own-container', id });
		},
	};
}

function look<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
