import { readFileSync } from 'node:fs';
import type { CriServer, Wire } from './cri-server.ts';

/** What `ListPodSandbox`, `ListContainers` and some statuses answered on a real node (containerd 1.6.20, kubelet 1.20). */
export type RecordedListing = {
	sandboxes: Wire[];
	containers: Wire[];
	statuses: Record<string, { status: Record<string, unknown>; info: Record<string, string> }>;
};

export type RecordedEvent = {
	type: string;
	timestamp: { seconds: string; nanos: number };
	body: Record<string, unknown>;
};

const read = (name: string) =>
	JSON.parse(readFileSync(new URL(`../../fixtures/cri/${name}.json`, import.meta.url), 'utf8'));

/** Before and after `ctr task kill -s SIGKILL` of the pause of the pod pause-test. */
export const readRecordedListing = (when: 'before' | 'after'): RecordedListing => read(`containerd-${when}-kill`);

/** containerd's events of those 8 seconds, those of containers and tasks. */
export const readRecordedEvents = (): RecordedEvent[] => read('containerd-kill-events');

/** Puts a recorded listing into a server, in place of what it had. */
export function show(server: CriServer, { sandboxes, containers, statuses }: RecordedListing): void {
	server.sandboxes = sandboxes;
	server.containers = containers;
	server.statuses = new Map(Object.entries(statuses));
}
