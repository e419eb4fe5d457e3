import { expect, test } from 'vitest';
import type { ContainerUsage } from '../../source/core/inside/container-usage.ts';
import { textWidth } from '../../source/format/width.ts';
import { formatUsage } from '../../source/output/usage-text.ts';

const mebi = 2 ** 20;

const limited: ContainerUsage = {
	containerId: 'b1',
	container: 'nginx',
	cpu: { total: 5_000, percent: 1.15, since: { at: 0, total: 0 } },
	cpuLimit: 0.5,
	throttling: { periods: 200, throttledPeriods: 25, milliseconds: 300 },
	memory: { usage: 60 * mebi, workingSet: 34.9 * mebi, limit: 128 * mebi },
	oomKills: 2,
	pids: { current: 3, limit: 100 },
};
const free: ContainerUsage = {
	containerId: 'a0',
	container: 'pause',
	cpu: { total: 20, percent: 0, since: { at: 0, total: 0 } },
	memory: { usage: mebi, workingSet: mebi },
	oomKills: 0,
	pids: { current: 1 },
};
const rows = [free, limited].map((usage) => ({ kubeNamespace: 'default', pod: 'web', usage }));

test('kubectl’s columns and figures, with limits and OOM kills', () => {
	expect(formatUsage(rows, { withNamespace: false, wide: false })).toBe(
		`POD  NAME   CPU(cores)  LIMIT  MEMORY(bytes)  LIMIT  OOM
web  pause  0m          -      1Mi            -      0
web  nginx  12m         500m   34Mi           128Mi  2
`,
	);
});

test('wide has throttling and processes; all namespaces have their column', () => {
	expect(formatUsage(rows, { withNamespace: true, wide: true, width: 20 })).toBe(
		`NAMESPACE  POD  NAME   CPU(cores)  LIMIT  THROTTLED  MEMORY(bytes)  LIMIT  OOM  PIDS  LIMIT
default    web  pause  0m          -      ?          1Mi            -      0    1     -
default    web  nginx  12m         500m   13%        34Mi           128Mi  2    3     100
`,
	);
});

test('what is not known is not nothing', () => {
	const usage = { containerId: 'c', container: 'blind' };
	const [, line] = formatUsage([{ kubeNamespace: '', pod: 'web', usage }], { withNamespace: true, wide: true }).split(
		'\n',
	);
	expect(line?.split(/ +/)).toEqual(['?', 'web', 'blind', ...'????????'.split('')]);
});

test('nothing: no headings either', () => {
	expect(formatUsage([], { withNamespace: true, wide: false })).toBe('');
});

test('80 columns hold it with long names, and none of them acts', () => {
	const name = `evil\x1b[2J\n${'-name'.repeat(60)}`;
	const usage = {
		...limited,
		container: name,
		cpuLimit: 64,
		memory: { usage: 2 ** 38, workingSet: 2 ** 38, limit: 2 ** 38 },
	};
	const text = formatUsage([{ kubeNamespace: name, pod: name, usage }], {
		withNamespace: true,
		wide: false,
		width: 80,
	});
	const lines = text.trimEnd().split('\n');
	expect(lines).toHaveLength(2);
	for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(80);
	expect(text).not.toContain('\x1b');
	expect(lines[1]).toMatch(/evi.*~.*12m +64000m +262144Mi/);
});
