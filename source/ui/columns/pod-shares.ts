import { type LinuxNamespaceKind, linuxNamespaceKinds } from '../../core/linux-namespace.ts';
import type { NamespaceUse, PodView } from '../../core/node-view.ts';
import type { Cell } from './column.ts';

/** Sharing these with the host is remarkable; `user`, `cgroup` and `time` are the host's on nearly every node. */
const hostMatters: ReadonlySet<LinuxNamespaceKind> = new Set(['net', 'ipc', 'uts', 'pid']);

type Shares = { pause: string[]; host: string[]; other: string[]; unreadable: boolean; uncertain: boolean };

/**
 * What the running containers of a pod share with its pause: `net ipc pid`. `net(2/3)`: not all of them do.
 * `host:net,uts` is the host's; `other:net` is neither, which is trouble. Undefined while nothing runs.
 */
export function selectPodShares(pod: PodView): Cell | undefined {
	// an ephemeral container joins its target's on purpose, and comes and goes
	const lasting = pod.containers.filter(({ kind }) => kind !== 'ephemeral');
	const uses = lasting.flatMap((container) => container.linuxNamespaces ?? []);
	if (uses.length === 0) return undefined;
	const shares: Shares = { pause: [], host: [], other: [], unreadable: true, uncertain: false };
	for (const kind of linuxNamespaceKinds) {
		countKind(
			kind,
			uses.map((use) => use[kind]),
			shares,
		);
	}
	if (shares.unreadable) return { text: '?', tone: 'dim' };
	// trouble first: the end may not fit
	const words = shares.other.length > 0 ? [`other:${shares.other.join(',')}`] : [];
	words.push(...shares.pause);
	if (shares.host.length > 0) words.push(`host:${shares.host.join(',')}`);
	if (shares.uncertain) words.push('?');
	return { text: words.join(' ') || 'nothing', tone: shares.other.length > 0 ? 'bad' : 'plain' };
}

function countKind(kind: LinuxNamespaceKind, uses: readonly NamespaceUse[], shares: Shares): void {
	const count = (sharing: NamespaceUse['sharing']) => uses.filter((use) => use.sharing === sharing).length;
	const withPause = count('pause');
	if (count('unknown') < uses.length) shares.unreadable = false;
	// of these nobody may conclude from silence that they are not shared
	if ((kind === 'net' || kind === 'ipc') && count('unknown') > 0) shares.uncertain = true;
	if (withPause > 0) shares.pause.push(withPause === uses.length ? kind : `${kind}(${withPause}/${uses.length})`);
	if (count('host') > 0 && hostMatters.has(kind)) shares.host.push(kind);
	if (count('other') > 0) shares.other.push(kind);
}
