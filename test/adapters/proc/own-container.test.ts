import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findOwnContainer } from '../../../source/adapters/proc/own-container.ts';
import { createProcTree } from './proc-tree.ts';

const id = 'c0ffee00'.repeat(8);

test('by the cgroup, and else by the mounts, of this very process', () => {
	const tree = createProcTree();
	onTestFinished(tree.close);
	const self = join(tree.root, 'proc/self');
	mkdirSync(self);
	writeFileSync(join(self, 'cgroup'), `0::/system.slice/docker-${id}.scope\n`);
	expect(findOwnContainer(tree.root)).toBe(id);
	writeFileSync(join(self, 'cgroup'), '0::/\n');
	expect(findOwnContainer(tree.root)).toBeUndefined();
	const hostname = `/var/lib/docker/containers/${id}/hostname`;
	writeFileSync(join(self, 'mountinfo'), `892 873 254:0 ${hostname} /etc/hostname rw - ext4 /dev/vda rw\n`);
	expect(findOwnContainer(tree.root)).toBe(id);
});

test('this machine’s own /proc, and none', () => {
	const found = findOwnContainer();
	// whatever this test runs in: an id that stands in what the kernel says of it, or nothing
	const said = `${readFileSync('/proc/self/cgroup', 'utf8')}${readFileSync('/proc/self/mountinfo', 'utf8')}`;
	expect(found === undefined || said.includes(found)).toBe(true);
	expect(findOwnContainer('/nonexistent')).toBeUndefined();
});
