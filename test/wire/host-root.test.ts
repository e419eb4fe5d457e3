import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { findHostRoot } from '../../source/wire/host-root.ts';

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'pausetop-host-'));
	onTestFinished(() => rmSync(root, { recursive: true }));
	mount('/', '/proc');
});

/** A mount table with these places, as a container sees its own (proc_pid_mountinfo(5)). */
function mount(...places: string[]): void {
	mkdirSync(join(root, 'proc/self'), { recursive: true });
	const lines = places.map((place, index) => `${index + 20} 1 0:41 / ${place} rw,relatime - overlay overlay rw`);
	writeFileSync(join(root, 'proc/self/mountinfo'), `${lines.join('\n')}\n`);
}

function makeNode(...folders: string[]): void {
	for (const folder of folders) mkdirSync(join(root, 'host', folder), { recursive: true });
}

describe("the node's root", () => {
	it('is what --host-root says, whatever is there', () => {
		makeNode('etc', 'proc/1');
		mount('/', '/host');
		expect(findHostRoot('/elsewhere', root)).toEqual({ path: '/elsewhere', why: 'as --host-root says' });
	});

	it('is /host where the root of a node is mounted there', () => {
		makeNode('etc', 'proc/1');
		mount('/', '/proc', '/host', '/host/proc');
		expect(findHostRoot(undefined, root)).toEqual({ path: join(root, 'host'), why: expect.stringMatching(/^found/) });
	});

	it.each([
		['there is no /host', () => undefined, /nothing at \/host/],
		['/host is a folder', () => makeNode('etc', 'proc/1'), /folder of our own/],
		['/host is our own root', () => symlinkSync('.', join(root, 'host')), /is our own/],
		['what is mounted has no /proc', () => [makeNode('etc'), mount('/', '/host')], /no \/proc\/1/],
		['what is mounted has no /etc', () => [makeNode('proc/1'), mount('/', '/host')], /no \/etc/],
		[
			'only something below is mounted',
			() => [makeNode('etc', 'proc/1'), mount('/', '/host/proc', '/hosts')],
			/folder of our own/,
		],
	])('is our own where %s', (_what, prepare, why) => {
		prepare();
		const found = findHostRoot(undefined, root);
		expect(found.path).toBeUndefined();
		expect(found.why).toMatch(why);
	});
});
