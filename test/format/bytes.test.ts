import { expect, it } from 'vitest';
import { formatBytes } from '../../source/format/bytes.ts';

it.each([
	[0, '0 B'],
	[512, '512 B'],
	[1023, '1023 B'],
	[1024, '1.0 KiB'],
	[1536, '1.5 KiB'],
	[10_188, '9.9 KiB'],
	[10_190, '10 KiB'],
	[1024 * 1023, '1023 KiB'],
	[1024 * 1023.6, '1.0 MiB'],
	[68 * 1024 ** 2, '68 MiB'],
	[3.25 * 1024 ** 3, '3.3 GiB'],
	[2 * 1024 ** 6, '2.0 EiB'],
	[4000 * 1024 ** 6, '4000 EiB'],
	[-2048, '-2.0 KiB'],
])('%s is %s', (bytes, expected) => {
	expect(formatBytes(bytes)).toBe(expected);
});
