import { describe, expect, test } from 'vitest';
import { parseCgroupPlaces } from '../../../source/core/inside/cgroup-places.ts';
import { readCpuacctV1, readCpuV1, readMemoryV1, readPids } from '../../../source/core/inside/read-figures-v1.ts';
import { readFiguresV2 } from '../../../source/core/inside/read-figures-v2.ts';

const id = 'ab'.repeat(32);
const files = (content: Readonly<Record<string, string | undefined>>) => (name: string) => content[name];

describe('parseCgroupPlaces', () => {
	test('v1 and v2 at once', () => {
		const text = `9:name=systemd:/kubepods/pod1/${id}\n3:cpu,cpuacct:/kubepods/pod1/${id}\n0::/kubepods/pod1/${id}\n`;
		expect(parseCgroupPlaces(text, id)).toEqual([
			{ controllers: ['name=systemd'], path: `/kubepods/pod1/${id}` },
			{ controllers: ['cpu', 'cpuacct'], path: `/kubepods/pod1/${id}` },
			{ controllers: [], path: `/kubepods/pod1/${id}` },
		]);
	});

	test.each([
		[`0::/k.slice/crio-${id}.scope/container`, `/k.slice/crio-${id}.scope`],
		[`0::/kubepods/${id}/docker/${'cd'.repeat(32)}/init.scope`, `/kubepods/${id}`],
		[`0::/../../pod1/cri-containerd-${id}.scope`, `/../../pod1/cri-containerd-${id}.scope`],
		[`0::/system.slice:cri-containerd:${id}`, `/system.slice:cri-containerd:${id}`],
	])('%s', (line, path) => {
		expect(parseCgroupPlaces(line, id)).toEqual([{ controllers: [], path }]);
	});

	test.each(['', '0::/', 'garbage', `0::/kubepods/${'cd'.repeat(32)}`])('%j is no place of it', (text) => {
		expect(parseCgroupPlaces(text, id)).toEqual([]);
	});
});

describe('cgroup v1', () => {
	test('with limits', () => {
		expect(readCpuacctV1(files({ 'cpuacct.usage': '12928984\n' }))).toEqual({ cpuTotal: 12.928984 });
		const cpu = {
			'cpu.cfs_quota_us': '50000\n',
			'cpu.cfs_period_us': '100000\n',
			'cpu.stat': 'nr_periods 10\nnr_throttled 4\nthrottled_time 2500000\n',
		};
		expect(readCpuV1(files(cpu))).toEqual({
			cpuLimit: 0.5,
			throttling: { periods: 10, throttledPeriods: 4, milliseconds: 2.5 },
		});
		const memory = {
			'memory.usage_in_bytes': '1000000\n',
			'memory.limit_in_bytes': '134217728\n',
			'memory.stat': 'inactive_file 5\ntotal_inactive_file 300000\n',
			'memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 3\n',
		};
		expect(readMemoryV1(files(memory))).toEqual({
			memory: { usage: 1_000_000, workingSet: 700_000, limit: 134_217_728 },
			oomKills: 3,
		});
		expect(readPids(files({ 'pids.current': '4\n', 'pids.max': '100\n' }))).toEqual({
			pids: { current: 4, limit: 100 },
		});
	});

	test('no limits', () => {
		expect(readCpuV1(files({ 'cpu.cfs_quota_us': '-1\n', 'cpu.cfs_period_us': '100000\n' }))).toEqual({});
		const memory = { 'memory.usage_in_bytes': '5', 'memory.limit_in_bytes': '9223372036854771712' };
		expect(readMemoryV1(files(memory))).toEqual({ memory: { usage: 5, workingSet: 5 } });
		expect(readPids(files({ 'pids.current': '4', 'pids.max': 'max' }))).toEqual({ pids: { current: 4 } });
	});

	test('nothing, garbage, half a file', () => {
		for (const content of [
			{},
			{ 'cpuacct.usage': '', 'cpu.stat': 'nr_per', 'memory.usage_in_bytes': '12x', 'pids.current': '\x1b' },
		]) {
			const read = files(content);
			expect([readCpuacctV1(read), readCpuV1(read), readMemoryV1(read), readPids(read)]).toEqual([{}, {}, {}, {}]);
		}
	});
});

describe('cgroup v2', () => {
	test('with limits', () => {
		const content = {
			'cpu.stat': 'usage_usec 1500000\nuser_usec 1\nnr_periods 10\nnr_throttled 4\nthrottled_usec 2500\n',
			'cpu.max': '150000 100000\n',
			'memory.current': '1000000\n',
			'memory.stat': 'anon 1\ninactive_file 300000\nactive_file 7\n',
			'memory.max': '134217728\n',
			'memory.events': 'low 0\noom 2\noom_kill 1\noom_group_kill 0\n',
			'pids.current': '4\n',
			'pids.max': '100\n',
		};
		expect(readFiguresV2(files(content))).toEqual({
			cpuTotal: 1_500,
			cpuLimit: 1.5,
			throttling: { periods: 10, throttledPeriods: 4, milliseconds: 2.5 },
			memory: { usage: 1_000_000, workingSet: 700_000, limit: 134_217_728 },
			oomKills: 1,
			pids: { current: 4, limit: 100 },
		});
	});

	test('no limits', () => {
		const content = {
			'cpu.max': 'max 100000\n',
			'memory.current': '10',
			'memory.max': 'max\n',
			'memory.stat': 'inactive_file 90',
		};
		expect(readFiguresV2(files(content))).toEqual({ memory: { usage: 10, workingSet: 0 } });
	});

	test('nothing, garbage, half a file', () => {
		expect(readFiguresV2(files({}))).toEqual({});
		expect(readFiguresV2(files({ 'cpu.stat': 'usage_usec x', 'cpu.max': '5', 'memory.current': '-' }))).toEqual({});
	});
});
