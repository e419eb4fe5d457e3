import { sleep } from '../clock.ts';
import { removeContainers } from './kill-pod.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import type { PodSnapshot } from './pod-snapshot.ts';
import type { PodNews } from './runtime-watch.ts';

/** Removes what a look at the runtime showed to be old: of each name one dead container is kept, of sandboxes the newest. */
export async function collectGarbage(parts: KubeletParts, news: PodNews, terminated: boolean): Promise<void> {
	const containers = terminated ? listDead(news.snapshot) : findOldContainers(news);
	const sandboxes = news.removed ? findOldSandboxes(news.snapshot, terminated ? 0 : 1) : [];
	if (containers.length + sandboxes.length === 0) return;
	const { beforeRemoval } = parts.runtime.pace;
	await sleep(parts.clock, terminated && containers.length > 0 ? beforeRemoval * 3 : beforeRemoval);
	await removeContainers(parts, news.uid, [...containers, ...sandboxes]);
}

/** What nobody's news has removed: of a pod that lives on, the sandboxes without any containers, but for its newest. */
export async function collectStale(parts: KubeletParts, uid: string): Promise<void> {
	await removeContainers(parts, uid, findOldSandboxes(parts.runtime.look(uid), 1));
}

function listDead(snapshot: PodSnapshot): string[] {
	return snapshot.containers.filter((each) => each.state !== 'running').map((each) => each.id);
}

/** A death makes room: older dead ones of the same name go (kubelet pod_container_deletor.go). */
function findOldContainers({ snapshot, died }: PodNews): string[] {
	return [...new Set(died)].flatMap((name) => {
		const dead = snapshot.containers.filter((each) => each.name === name && each.state === 'exited');
		return dead.slice(1).map((each) => each.id);
	});
}

/** Sandboxes that do not run, have no containers any more and are not among the newest `keep`. */
function findOldSandboxes(snapshot: PodSnapshot, keep: number): string[] {
	const inUse = new Set(snapshot.containers.map((each) => each.sandboxId));
	return snapshot.sandboxes
		.slice(keep)
		.filter((each) => !each.running && !inUse.has(each.id))
		.map((each) => each.id)
		.reverse();
}
