import { expect } from 'vitest';
import type { SimulatedCriNode } from '../../source/simulator/create-simulated-node.ts';
import { type Answer, type CriCaller, createCriCaller } from './cri-call.ts';
import { recordPod } from './record.ts';
import type { CriRecording, RecordedContainerdEvent } from './recording.ts';
import type { Replay } from './replay.ts';

type Listed = { id: string; state: string; podSandboxId?: string; metadata: { name: string; attempt: number } };

/**
 * What a simulated node with containerd did in the `seconds` after a command. @param count of containerd's events to wait for:
 * they come over a socket, which takes its own time
 */
export async function recordCri(
	replay: Replay<SimulatedCriNode>,
	pod: string,
	command: () => unknown,
	{ seconds, count }: { seconds: number; count: number },
): Promise<Omit<CriRecording, 'namespaces' | 'pod'>> {
	const caller = createCriCaller(replay.node.criSocket);
	try {
		const startedAt = replay.clock.now();
		const names = new Map<string, string>();
		await noteNames(caller, pod, names);
		const stream = await caller.open('/containerd.services.events.v1.Events/Subscribe', 'Envelope');
		const seen = await recordPod(replay, pod, command, seconds);
		const listing = await noteNames(caller, pod, names);
		const ofPod = () => stream.messages.map((each) => readEvent(caller, each, names, startedAt)).filter(isOfPod);
		await expect.poll(() => ofPod().length).toBeGreaterThanOrEqual(count);
		// Whatever is on its way beyond that has arrived with the next answer.
		await caller.call('Version');
		stream.cancel();
		return { ...seen, containerdEvents: ofPod(), listingAfter: formatListing(listing, names) };
	} finally {
		caller.close();
	}
}

async function noteNames(caller: CriCaller, pod: string, names: Map<string, string>): Promise<Listed[]> {
	const filter = { labelSelector: { 'io.kubernetes.pod.name': pod } };
	const { items } = (await caller.call('ListPodSandbox', { filter })) as { items: Listed[] };
	const { containers } = (await caller.call('ListContainers', { filter })) as { containers: Listed[] };
	for (const { id, metadata } of items) names.set(id, `POD_${metadata.attempt}`);
	for (const { id, metadata } of containers) names.set(id, `${metadata.name}_${metadata.attempt}`);
	return [...items, ...containers];
}

function formatListing(listing: readonly Listed[], names: ReadonlyMap<string, string>): string[] {
	return listing.map(({ id, state, podSandboxId }) => {
		const text = `${state} ${names.get(id)}`;
		return podSandboxId === undefined ? text : `${text} in ${names.get(podSandboxId)}`;
	});
}

function readEvent(
	caller: CriCaller,
	envelope: Answer,
	names: ReadonlyMap<string, string>,
	startedAt: number,
): RecordedContainerdEvent {
	const { topic, timestamp, event } = envelope as {
		topic: string;
		timestamp: { seconds: string; nanos: number };
		event: { typeUrl: string; value: Uint8Array };
	};
	const type = event.typeUrl.replace('containerd.events.', '');
	// The key of a snapshot is its container's id, and has the number of one.
	const known = type.startsWith('Snapshot') ? 'ContainerDelete' : (type as 'TaskExit');
	const message = caller.unpack(known, event.value);
	const id = String(message.containerId ?? message.id);
	return {
		at: Number(timestamp.seconds) - startedAt / 1000 + timestamp.nanos / 1e9,
		topic,
		name: names.get(id) ?? '',
		...(topic === '/tasks/exit' || topic === '/tasks/delete' ? { exitStatus: Number(message.exitStatus) } : {}),
	};
}

function isOfPod({ name }: RecordedContainerdEvent): boolean {
	return name !== '';
}
