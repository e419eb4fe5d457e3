import { mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPinnedNamespaces } from '../../../source/adapters/proc/pinned-namespaces.ts';

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'pausetop-pinned-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('reads the number of a namespace file, as a link of /proc has it', () => {
	const inode = Number(/\d+/.exec(readlinkSync('/proc/self/ns/net'))?.[0]);
	expect(readPinnedNamespaces({ net: '/proc/self/ns/net' })).toEqual({ net: inode });
	expect(readPinnedNamespaces({ net: '/self/ns/net' }, '/proc')).toEqual({ net: inode });
});

it('reads links below another root', () => {
	mkdirSync(join(root, 'var/run/netns'), { recursive: true });
	symlinkSync('net:[4026532700]', join(root, 'var/run/netns/one'));
	expect(readPinnedNamespaces({ net: '/var/run/netns/one' }, root)).toEqual({ net: 4026532700 });
});

it('leaves out what is missing, and a plain file that has outlived its mount', () => {
	writeFileSync(join(root, 'stale'), '');
	expect(readPinnedNamespaces({ net: join(root, 'none'), ipc: join(root, 'stale') })).toEqual({});
});
