import type { ContainerRecord, CriRecord, SandboxRecord } from './cri-record.ts';

/** What the runtime lists: sandboxes and containers by id and by pod. */
export type RecordTable = {
	add(record: CriRecord): void;
	remove(record: CriRecord): void;
	get(id: string): CriRecord | undefined;
	getSandbox(id: string): SandboxRecord | undefined;
	getContainer(id: string): ContainerRecord | undefined;
	/** Newest first. */
	sandboxes(): SandboxRecord[];
	/** Newest first. */
	containers(): ContainerRecord[];
	/** Of one pod; newest first. */
	ofPod(uid: string): { sandboxes: SandboxRecord[]; containers: ContainerRecord[] };
	/** Newest first. */
	inSandbox(sandbox: SandboxRecord): ContainerRecord[];
};

export function createRecordTable(): RecordTable {
	const byId = new Map<string, CriRecord>();
	const byPod = new Map<string, Map<string, CriRecord>>();
	const ofPod = (uid: string) => split(byPod.get(uid)?.values() ?? []);
	return {
		add(record) {
			byId.set(record.id, record);
			const pod = byPod.get(podUid(record)) ?? new Map<string, CriRecord>();
			byPod.set(podUid(record), pod.set(record.id, record));
		},
		remove(record) {
			byId.delete(record.id);
			const pod = byPod.get(podUid(record));
			pod?.delete(record.id);
			if (pod?.size === 0) byPod.delete(podUid(record));
		},
		get: (id) => byId.get(id),
		getSandbox(id) {
			const found = byId.get(id);
			return found?.kind === 'sandbox' ? found : undefined;
		},
		getContainer(id) {
			const found = byId.get(id);
			return found?.kind === 'container' ? found : undefined;
		},
		sandboxes: () => split(byId.values()).sandboxes,
		containers: () => split(byId.values()).containers,
		ofPod,
		inSandbox: ({ id, pod }) => ofPod(pod.uid).containers.filter((each) => each.sandboxId === id),
	};
}

function podUid(record: CriRecord): string {
	return record.kind === 'sandbox' ? record.pod.uid : record.podUid;
}

function split(records: Iterable<CriRecord>) {
	const sandboxes: SandboxRecord[] = [];
	const containers: ContainerRecord[] = [];
	for (const record of records) {
		if (record.kind === 'sandbox') sandboxes.push(record);
		else containers.push(record);
	}
	return { sandboxes: sandboxes.reverse(), containers: containers.reverse() };
}
