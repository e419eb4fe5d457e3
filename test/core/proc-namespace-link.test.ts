import { readlinkSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { linuxNamespaceKinds } from '../../source/core/linux-namespace.ts';
import { initialPidNamespace, parseNamespaceLink } from '../../source/core/proc-namespace-link.ts';

test.each(linuxNamespaceKinds)('%s', (kind) => {
	expect(parseNamespaceLink(`${kind}:[4026531833]`)).toEqual({ kind, inode: 4026531833 });
});

test.each([
	'',
	'net',
	'net:[]',
	'net:[x]',
	'net:[0]',
	'net:[-1]',
	'net:[1] ',
	'socket:[4711]',
	'/proc/1/ns/net',
	'net:[1]\nnet:[2]',
])('nothing from %j', (target) => {
	expect(parseNamespaceLink(target)).toBeUndefined();
});

test('the number is the inode of the namespace', () => {
	expect(parseNamespaceLink(readlinkSync('/proc/self/ns/net'))?.inode).toBe(statSync('/proc/self/ns/net').ino);
});

test('the machine’s first pid namespace has the number that the kernel always prints', () => {
	expect(initialPidNamespace).toBe(4026531836);
});
