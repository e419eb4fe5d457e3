import { expect, test } from 'vitest';
import { formatBytes, formatMebibytes, formatMillicores } from '../../source/format/quantity.ts';

test.each([
	[0, '0m'],
	[0.0001, '1m'],
	[1.2, '12m'],
	[1.21, '13m'],
	[12.000000000000002, '120m'],
	[200, '2000m'],
	[-1, '0m'],
])('%s %% of a core is %s', (percent, text) => {
	expect(formatMillicores(percent)).toBe(text);
});

test.each([
	[0, '0Mi'],
	[1_048_575, '0Mi'],
	[1_048_576, '1Mi'],
	[35_900_000, '34Mi'],
	[100_000_000, '95Mi'],
	[2 ** 31, '2048Mi'],
])('%s bytes are %s for kubectl top', (bytes, text) => {
	expect(formatMebibytes(bytes)).toBe(text);
});

test.each([
	[0, '0'],
	[1_023, '1023'],
	[1_024, '1Ki'],
	[778_240, '760Ki'],
	[1_023 * 1_024, '1023Ki'],
	[1_024 * 1_024 - 1, '1.0Mi'],
	[5_452_595, '5.2Mi'],
	[9.96 * 2 ** 20, '10Mi'],
	[34 * 2 ** 20, '34Mi'],
	[1_024 * 2 ** 20, '1.0Gi'],
	[1.5 * 2 ** 30, '1.5Gi'],
	[3 * 2 ** 50, '3.0Pi'],
])('%s bytes are %s', (bytes, text) => {
	expect(formatBytes(bytes)).toBe(text);
	expect(text.length).toBeLessThanOrEqual(6);
});
