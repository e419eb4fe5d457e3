import type { ContainerView, PodView, SandboxView } from '../../core/node-view.ts';
import { isAlive } from '../../core/runtime-record.ts';

/** One line under an unfolded pod: a pause or a container, by its newest incarnation, or an older one that still runs. */
export type ContainerRow = { role: 'pause'; pause: SandboxView } | { role: 'container'; container: ContainerView };

/** The pod's lines in display order: the pause first. Ended attempts are not among them, see selectEnded. */
export function selectContainerRows(pod: PodView): ContainerRow[] {
	const pauses = pod.sandboxes.filter((sandbox) => sandbox.current || isAlive(sandbox.state));
	const containers = pod.containers.filter((container) => container.current || runs(container));
	return [
		...pauses.map((pause) => ({ role: 'pause', pause }) as const),
		...containers.map((container) => ({ role: 'container', container }) as const),
	];
}

/** What both kinds of line have. */
export function incarnationOf(row: ContainerRow): SandboxView | ContainerView {
	return row.role === 'pause' ? row.pause : row.container;
}

/** `pause`, or the container's name. */
export function nameOf(row: ContainerRow): string {
	return row.role === 'pause' ? 'pause' : row.container.name;
}

/** Whether a first process lives, by the runtime's word. */
export function runs(view: SandboxView | ContainerView): boolean {
	return view.state !== 'waiting' && view.state !== 'terminated' && isAlive(view.state);
}
