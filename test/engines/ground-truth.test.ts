import { describe, expect, it } from 'vitest';
import { parseTasks } from './ctr-truth.ts';
import { parseKubeletName } from './docker-truth.ts';
import { parseRow } from './kubectl-truth.ts';
import { toMilliseconds, toNanoseconds } from './runtime-truth.ts';

describe('what the ground truth reads', () => {
	it("parses kubectl's rows, old and new", () => {
		const row = { ready: '0/1', status: 'CrashLoopBackOff', restarts: 7, ip: '10.244.0.10', node: 'lab' };
		expect(
			parseRow('default   crasher   0/1   CrashLoopBackOff   7   12m   10.244.0.10   lab   <none>   <none>'),
		).toEqual(['default/crasher', row]);
		expect(
			parseRow('default   crasher   0/1   CrashLoopBackOff   7 (2m3s ago)   12m   10.244.0.10   lab   <none>   <none>'),
		).toEqual(['default/crasher', row]);
		expect(() => parseRow('No resources found')).toThrow('not a row');
	});

	it("parses the kubelet's names", () => {
		const name = { container: 'POD', pod: 'web', kubeNamespace: 'default', uid: '1-2', attempt: 3 };
		expect(parseKubeletName('/k8s_POD_web_default_1-2_3')).toEqual(name);
		expect(parseKubeletName('k8s_POD_web_default_1-2_3_deadbeef')).toEqual(name);
		expect(parseKubeletName('/k8s_almost_a_pod')).toBeUndefined();
		expect(parseKubeletName('/web')).toBeUndefined();
	});

	it("cuts Docker's times", () => {
		expect(toMilliseconds('2021-01-13T12:04:31.999999999Z')).toBe('2021-01-13T12:04:31.999Z');
		expect(toMilliseconds('2021-01-13T12:04:31.5Z')).toBe('2021-01-13T12:04:31.500Z');
		expect(toMilliseconds('2021-01-13T12:04:31Z')).toBe('2021-01-13T12:04:31.000Z');
		expect(toMilliseconds('0001-01-01T00:00:00Z')).toBeUndefined();
		expect(() => toMilliseconds('yesterday')).toThrow('not a time');
	});

	it('makes times comparable as text', () => {
		expect(toNanoseconds('2021-01-13T12:04:31.5Z')).toBe('2021-01-13T12:04:31.500000000Z');
		expect(toNanoseconds('2021-01-13T12:04:31.500000001Z') > toNanoseconds('2021-01-13T12:04:31.5Z')).toBe(true);
	});

	it("parses ctr's tasks: what lives", () => {
		const table = 'TASK    PID      STATUS    \na1      10561    RUNNING\nb2      0    STOPPED\nc3      7    PAUSED\n';
		expect([...parseTasks(table)]).toEqual([
			['a1', 10561],
			['c3', 7],
		]);
		expect([...parseTasks('TASK    PID    STATUS    \n')]).toEqual([]);
	});
});
