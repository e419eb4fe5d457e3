import { expect, test } from 'vitest';
import { createKnownProcesses } from '../../../source/adapters/proc/known-processes.ts';
import type { LinuxNamespaces } from '../../../source/core/linux-namespace.ts';

const host = { net: 1, ipc: 2, mnt: 3 };

const readOf = (containerId: string, linuxNamespaces: LinuxNamespaces) => ({
	process: { containerId, pid: 1, startTicks: 1, command: 'sleep', linuxNamespaces },
	denied: false,
});

function knowing(entries: Readonly<Record<string, LinuxNamespaces>>) {
	return createKnownProcesses(
		host,
		new Map(Object.entries(entries).map(([id, namespaces]) => [id, readOf(id, namespaces)])),
	);
}

const sharersOf = (known: ReturnType<typeof knowing>, id: string) => [...new Set(known.sharersOf(id))].sort();

test('finds who has a number of a container’s, of whatever kind, itself among them', () => {
	const known = knowing({ a: { net: 10, mnt: 11 }, b: { net: 10, mnt: 12 }, c: { pid: 11 }, d: { mnt: 13 } });
	expect(sharersOf(known, 'a')).toEqual(['a', 'b', 'c']);
	expect(sharersOf(known, 'd')).toEqual(['d']);
	expect(sharersOf(known, 'nobody')).toEqual([]);
});

test('the host’s numbers, and kinds of which a container has none of its own, count for nobody', () => {
	const known = knowing({ a: { net: 1, user: 20, mnt: 11 }, b: { net: 1, user: 20, mnt: 12 } });
	expect(sharersOf(known, 'a')).toEqual(['a']);
});

test('follows what is read anew and what is gone', () => {
	const known = knowing({ a: { net: 10 }, b: { net: 10, ipc: 15 }, c: { net: 30 } });
	known.set('a', readOf('a', { net: 30 }));
	expect(sharersOf(known, 'b')).toEqual(['b']);
	expect(sharersOf(known, 'a')).toEqual(['a', 'c']);
	known.set('c', undefined);
	expect(known.has('c')).toBe(false);
	expect(known.get('c')).toBeUndefined();
	expect(sharersOf(known, 'a')).toEqual(['a']);
	known.set('b', readOf('b', { net: 30, ipc: 30 }));
	expect([...known.sharersOf('b')]).toEqual(['a', 'b']);
});
