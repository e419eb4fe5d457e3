import type { LinuxNamespaceKind, LinuxNamespaces } from '../../core/linux-namespace.ts';
import type { RestartStory, StorySide } from '../../core/restart-story/restart-story.ts';
import { formatAge } from '../../format/age.ts';
import type { WordSigns } from './story-words.ts';

export type ChangeContext = WordSigns & {
	/** For the pod's age, milliseconds since the epoch. */
	now: number;
	/** The host's inodes, where known: what is the host's cannot have been made anew. */
	hostNamespaces?: LinuxNamespaces;
};

/** What a story changed: `IP 10.244.0.2 → .7`, `sandbox #0 → #1`, `RESTARTS 0 → 3`. Only what is known of both sides. Unescaped. */
export function describeChanged(story: RestartStory, context: ChangeContext): string[] {
	const { before, after } = story;
	const { arrow } = context;
	return [
		...differs(before.ip, after.ip, (from, to) => `IP ${from} ${arrow} ${shortenIp(from, to)}`),
		...describeAttempts(story, context),
		...differs(before.restarts, after.restarts, (from, to) => `RESTARTS ${from} ${arrow} ${to}`),
		...describeInodes(before, after, context),
		...differs(before.sandboxPid, after.sandboxPid, (from, to) => `pause pid ${from} ${arrow} ${to}`),
	];
}

/** What it left as it was: `UID …`, `AGE 27m`, `node worker-2`. Unescaped. */
export function describeStayed(story: RestartStory, { now }: ChangeContext): string[] {
	const { stayed, before, after, scope, status } = story;
	// while it runs the API server still says what it said before
	const isRunning = status === 'running';
	const sandbox = before.sandboxAttempt === undefined ? 'sandbox' : `sandbox #${before.sandboxAttempt}`;
	return [
		...(scope === 'sandbox' ? [] : [sandbox]),
		...(isRunning && scope === 'sandbox' ? [] : equals(before.ip, after.ip, (ip) => `IP ${ip}`)),
		...(isRunning ? [] : equals(before.restarts, after.restarts, (restarts) => `RESTARTS ${restarts}`)),
		...(stayed.createdAt === undefined ? [] : [`AGE ${formatAge(now - stayed.createdAt)}`]),
		...(stayed.nodeName === undefined ? [] : [`node ${stayed.nodeName}`]),
		`UID ${stayed.uid}`,
	];
}

function differs<T>(from: T | undefined, to: T | undefined, say: (from: T, to: T) => string): string[] {
	return from === undefined || to === undefined || from === to ? [] : [say(from, to)];
}

function equals<T>(from: T | undefined, to: T | undefined, say: (value: T) => string): string[] {
	return from === undefined || from !== to ? [] : [say(from)];
}

/** `.7` where only the last part of an IPv4 address is another one. */
function shortenIp(from: string, to: string): string {
	const last = to.lastIndexOf('.');
	return last > 0 && from.slice(0, from.lastIndexOf('.')) === to.slice(0, last) ? to.slice(last) : to;
}

/** Everything that went from one attempt to another, those alike together: `sandbox #0 → #1`, `nginx, ghost #0 → #1`. */
function describeAttempts({ before, after, scope }: RestartStory, { arrow }: ChangeContext): string[] {
	const groups = new Map<string, string[]>();
	const add = (name: string, from: number | undefined, to: number | undefined) => {
		if (from === undefined || to === undefined) return;
		// the same number on another id: the kubelet has lost count (`docker rm`), or it begins anew (init containers)
		const words = from === to ? `#${to} again` : `#${from} ${arrow} #${to}`;
		groups.set(words, [...(groups.get(words) ?? []), name]);
	};
	if (scope === 'sandbox' && isAnother(before.sandboxId, after.sandboxId)) {
		add('sandbox', before.sandboxAttempt, after.sandboxAttempt);
	}
	for (const { name, id, attempt } of before.containers) {
		const next = after.containers.find((container) => container.name === name);
		if (next && isAnother(id, next.id)) add(name, attempt, next.attempt);
	}
	return [...groups].map(([words, names]) => `${names.join(', ')} ${words}`);
}

function isAnother(from: string | undefined, to: string | undefined): boolean {
	return from !== undefined && to !== undefined && from !== to;
}

/** Those that a sandbox can have of its own. The pause's mount namespace says nothing about the pod. */
const sandboxKinds = ['net', 'ipc', 'uts', 'pid'] as const satisfies readonly LinuxNamespaceKind[];

/**
 * The namespaces' numbers. The kernel gives a freed number out again at once: the same number in another sandbox is another
 * namespace, unless it is the host's.
 */
function describeInodes(before: StorySide, after: StorySide, context: ChangeContext): string[] {
	if (!isAnother(before.sandboxId, after.sandboxId)) return [];
	const { arrow, ellipsis, hostNamespaces } = context;
	// the network's in full, as in the table
	const format = (kind: LinuxNamespaceKind, inode: number) =>
		kind === 'net' ? String(inode) : ellipsis + String(inode).slice(-4);
	const known = sandboxKinds.flatMap((kind) => {
		const [from, to] = [before.linuxNamespaces?.[kind], after.linuxNamespaces?.[kind]];
		return from === undefined || to === undefined ? [] : [{ kind, from, to }];
	});
	const reused = known.filter(({ kind, from, to }) => from === to && to !== hostNamespaces?.[kind]);
	return [
		...known
			.filter(({ from, to }) => from !== to)
			.map(({ kind, from, to }) => `${kind} ${format(kind, from)} ${arrow} ${format(kind, to)}`),
		...describeReused(
			reused.map(({ kind }) => kind),
			reused.map(({ kind, to }) => format(kind, to)),
			hostNamespaces !== undefined,
		),
	];
}

/** `net inode reused 4026532483 (another namespace)`, `net, uts inodes reused 4026532483, …2481 (other namespaces)`. */
function describeReused(kinds: readonly string[], inodes: readonly string[], knowsHost: boolean): string[] {
	if (kinds.length === 0) return [];
	const [noun, others] = kinds.length === 1 ? ['inode', 'another namespace'] : ['inodes', 'other namespaces'];
	const meaning = knowsHost ? others : `${others}, or the host's`;
	return [`${kinds.join(', ')} ${noun} reused ${inodes.join(', ')} (${meaning})`];
}
