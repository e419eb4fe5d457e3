import { expect, it } from 'vitest';
import { findLibraries } from '../../source/build/find-libraries.ts';

it('takes the files out of what ldd prints, without what the kernel brings', () => {
	const ldd = [
		'\tlinux-vdso.so.1 (0x00007f206134a000)',
		'\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f2061157000)',
		'\t/lib64/ld-linux-x86-64.so.2 (0x00007f206134c000)',
		'\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f206106d000)',
	].join('\n');
	expect(findLibraries(ldd)).toEqual([
		'/lib/x86_64-linux-gnu/libc.so.6',
		'/lib64/ld-linux-x86-64.so.2',
		'/lib/x86_64-linux-gnu/libm.so.6',
	]);
});

it('says which one is missing', () => {
	expect(() => findLibraries('\tlibc.musl-x86_64.so.1 => not found\n')).toThrow('libc.musl-x86_64.so.1');
});
