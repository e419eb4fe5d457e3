import { expect, test } from 'vitest';
import { formatMachine } from './describe-machine.ts';

test.each([
	[
		{ cores: 2, model: 'AMD EPYC', arch: 'x64', memory: 24.2 * 1024 ** 3, kernel: '6.18.4', virtual: true },
		'2 cores of AMD EPYC (x64, virtual), 24 GiB of memory, Linux 6.18.4',
	],
	[
		{ cores: 1, arch: 'arm64', memory: 1024 ** 3, kernel: '6.1.0', virtual: false },
		'1 core (arm64), 1 GiB of memory, Linux 6.1.0',
	],
])('a machine in words: %j', (machine, words) => {
	expect(formatMachine(machine)).toBe(words);
});
