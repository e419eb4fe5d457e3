import type { AddressPool } from '../address-pool.ts';
import type { Clock } from '../clock.ts';
import type { Kernel } from '../proc/kernel.ts';
import type { CgroupStyle } from '../proc/proc-files.ts';
import type { Random } from '../random.ts';
import type { ContainerdEvents } from './containerd-event.ts';
import type { CriProfile } from './cri-profile.ts';
import type { CriRecord } from './cri-record.ts';
import type { PodEvents } from './pod-events.ts';
import type { RecordTable } from './record-table.ts';
import type { Tasks } from './tasks.ts';

/** What a simulated CRI runtime is made of. */
export type EngineParts = {
	profile: CriProfile;
	clock: Clock;
	random: Random;
	kernel: Kernel;
	cgroup: CgroupStyle;
	addresses: AddressPool;
	table: RecordTable;
	tasks: Tasks;
	events: ContainerdEvents;
	podEvents: PodEvents;
	/** Names of the images on the node. */
	images: Set<string>;
	/** Who has a sandbox's name without being listed: ids by names. */
	reserved: ReadonlyMap<string, string>;
	/** Resolves once a task has ended and the runtime has noticed it: `false` when it still runs after `withinMs`. */
	whenEnded(id: string, withinMs?: number): Promise<boolean>;
	/** @throws CriError while the daemon is down */
	requireDaemon(): void;
	changed(record: CriRecord): void;
};
