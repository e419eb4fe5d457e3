import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkArguments } from '../../source/commands/arguments.ts';
import { runFindings } from '../../source/commands/findings.ts';
import { type FindingsRequest, readFindingsRequest } from '../../source/commands/findings-request.ts';
import type { FindingRule } from '../../source/core/findings/finding-rule.ts';
import { UsageError } from '../../source/core/usage-error.ts';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import type { WireRequest } from '../../source/wire.ts';
import { createIo, requestFor, type Written } from '../helpers/command.ts';
import { until } from '../helpers/engine-until.ts';
import { findFindingSchemaErrors } from '../helpers/finding-schema.ts';
import { createHeadlessRule, nodeRule } from './finding-bench.ts';

let node: SimulatedNode;
beforeEach(async () => {
	node = await createSimulatedNode();
});
afterEach(() => node.close());

const plain: FindingsRequest = {
	...{ names: [], kubeNamespace: 'default', wait: 0, columns: 100, progress: false },
};

async function findings(
	request: Partial<FindingsRequest>,
	rules: readonly FindingRule[],
	where: Partial<WireRequest> = {},
	io: Written = createIo(),
) {
	const code = await runFindings({ ...plain, ...request }, requestFor(node, where), io, rules);
	return { code, stdout: io.stdout(), stderr: io.stderr() };
}

/** Ends a pause while no kubelet makes the next one: its app runs on. */
async function leaveHeadless(pod: string): Promise<void> {
	node.kubelet.stop();
	const pause = node.findContainer(pod);
	await node.run({ do: 'kill', id: pause?.id ?? '' });
}

const noPause = 'default/zombies-own has no pause';

describe('on a node where all is well', () => {
	it('nothing, and says so', async () => {
		expect(await findings({ failOn: 'info' }, [createHeadlessRule(0)])).toEqual({
			...{ code: 0, stdout: '', stderr: 'No findings in namespace default on this node.\n' },
		});
	});

	it('an empty document', async () => {
		const { code, stdout } = await findings({ output: 'json', wait: 30_000 }, [createHeadlessRule(0)]);
		const document = JSON.parse(stdout);
		expect(findFindingSchemaErrors(document)).toEqual([]);
		expect([code, document.findings, document.suspected, document.cannotTell]).toEqual([0, [], [], []]);
		expect(document.node).toEqual({ name: node.nodeName });
	});
});

it('knows what the kubelet said of its pods also when it looks once only', async () => {
	const seen = new Set<string>();
	const listener: FindingRule = {
		...nodeRule,
		find({ state }) {
			for (const { source, type } of state.timeline.events) if (source === 'kube') seen.add(type);
			return [];
		},
	};
	await findings({}, [listener]);
	expect([...seen]).toEqual(expect.arrayContaining(['Pulled', 'Created', 'Started']));
});

describe('an app without its pause', () => {
	beforeEach(() => leaveHeadless('zombies-own'));

	it('is told with the node’s own findings, and the exit code tells if asked to', async () => {
		const rules = [nodeRule, createHeadlessRule(0)];
		const { code, stdout, stderr } = await findings({}, rules);
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout).toMatch(
			/^CRITICAL {2}container-without-pause {2}default\/zombies-own {2}for at least 0s\n {2}default\/zombies-own has no pause\n/,
		);
		expect(stdout).toContain("    the pause's state: exited (docker)\n  next:\n    1. See whether the kubelet runs\n");
		expect(stdout).toContain('\n\nINFO  kubelet-down  node  for at least 0s\n');
		const codes = await Promise.all(
			(['critical', 'warning', 'info'] as const).map(async (failOn) => {
				const all = await findings({ failOn }, rules);
				const mild = await findings({ failOn, names: ['pause-test2'] }, rules);
				return [all.code, mild.code];
			}),
		);
		expect(codes).toEqual([
			[7, 0],
			[7, 0],
			[7, 7],
		]);
	});

	it('elsewhere is not told, but said to be there', async () => {
		const { code, stdout, stderr } = await findings({ kubeNamespace: 'kube-system', failOn: 'info' }, [
			createHeadlessRule(0),
		]);
		expect({ code, stdout, stderr }).toEqual({
			...{ code: 0, stdout: '' },
			stderr: 'No findings in namespace kube-system on this node.\n1 more finding on this node; -A shows all.\n',
		});
		expect((await findings({ kubeNamespace: undefined, output: 'name' }, [createHeadlessRule(0)])).stdout).toMatch(
			/^container-without-pause\/\S+\n$/,
		);
	});

	it('json and yaml say the same', async () => {
		const rules = [createHeadlessRule(0), nodeRule];
		const json = JSON.parse((await findings({ output: 'json' }, rules)).stdout);
		expect(findFindingSchemaErrors(json)).toEqual([]);
		expect(json.findings).toMatchObject([
			{ id: 'container-without-pause', summary: noPause, sinceIsExact: false },
			{ id: 'kubelet-down', severity: 'info' },
		]);
		const yaml = parse((await findings({ output: 'yaml' }, rules)).stdout);
		expect(findFindingSchemaErrors(yaml)).toEqual([]);
		expect(yaml.findings.map(({ key }: { key: string }) => key)).toEqual(
			json.findings.map(({ key }: { key: string }) => key),
		);
	});

	it('for not long enough is only suspected, if there is no time to wait', async () => {
		const began = performance.now();
		for (const wait of [0, 5_000]) {
			const { code, stdout } = await findings({ failOn: 'info', wait }, [createHeadlessRule(60_000)]);
			expect(code).toBe(0);
			expect(stdout).toMatch(
				/^Suspected, but not for long enough to be sure:\n {2}critical {2}container-without-pause {2}default\/zombies-own {2}sure in 60s\n {4}default\/zombies-own has no pause\n$/,
			);
		}
		// what cannot become certain in time is not waited for
		expect(performance.now() - began).toBeLessThan(5_000);
	});

	it('is not waited for where it is only worth knowing, unless it decides the exit code', async () => {
		const rules = [createHeadlessRule(2_000, 'info')];
		const now = await findings({ failOn: 'warning', wait: 30_000 }, rules);
		expect([now.code, now.stdout.split(' ')[0]]).toEqual([0, 'Suspected,']);
		const later = await findings({ failOn: 'info', wait: 30_000 }, rules);
		expect([later.code, later.stdout.split(' ')[0]]).toEqual([7, 'INFO']);
	});

	it('is watched until it is certain', async () => {
		const { code, stdout, stderr } = await findings({ failOn: 'critical', wait: 30_000, progress: true }, [
			createHeadlessRule(2_000),
		]);
		expect(code).toBe(7);
		expect(stdout).toMatch(/^CRITICAL {2}container-without-pause {2}default\/zombies-own {2}for at least [2-4]s\n/);
		expect(stdout).not.toContain('Suspected');
		expect(stderr).toMatch(
			/^suspected: container-without-pause default\/zombies-own, sure in [12]s\ncertain: container-without-pause default\/zombies-own\n$/,
		);
	});

	it('is watched until it is over', async () => {
		const io = createIo();
		const looking = findings({ wait: 30_000, progress: true }, [createHeadlessRule(20_000)], {}, io);
		await until('it is suspected', 15, () => (io.stderr().includes('suspected: ') ? true : undefined));
		node.kubelet.start();
		const { code, stdout, stderr } = await looking;
		expect([code, stdout]).toEqual([0, '']);
		expect(stderr).toContain('over: container-without-pause default/zombies-own\n');
		expect(stderr).toContain('No findings in namespace default on this node.\n');
	}, 40_000);

	it('is told as it is known when somebody does not want to wait any more', async () => {
		const io = createIo();
		const looking = findings({ wait: 60_000, progress: true }, [createHeadlessRule(50_000)], {}, io);
		await until('it is suspected', 15, () => (io.stderr().includes('suspected: ') ? true : undefined));
		expect(io.stdout()).toBe('');
		io.stop();
		expect((await looking).stdout).toContain(noPause);
	});
});

describe('what cannot be read', () => {
	it('what needs it cannot be told: why, and what to do', async () => {
		const { code, stdout } = await findings({}, [nodeRule, createHeadlessRule(0)], { kube: false });
		expect([code, stdout]).toEqual([
			0,
			'Cannot tell:\n  no API server is asked\n    next: run without --no-kube\n    not checked: kubelet-down\n',
		]);
	});

	it('a runtime that does not answer', async () => {
		const where = { runtimes: ['docker:///nonexistent.sock'] };
		const { code, stdout, stderr } = await findings({ output: 'json', wait: 30_000 }, [createHeadlessRule(0)], where);
		expect(code).toBe(3);
		expect(stderr).toMatch(/docker failed/);
		const document = JSON.parse(stdout);
		expect(findFindingSchemaErrors(document)).toEqual([]);
		expect(document.cannotTell).toMatchObject([{ id: 'container-without-pause', reason: /^docker: / }]);
	});

	it('nothing at all', async () => {
		const nowhere = { runtimes: ['docker:///nonexistent.sock'], kube: false, hostRoot: '/nonexistent' };
		const { code, stdout, stderr } = await findings({ failOn: 'info', wait: 30_000 }, [nodeRule], nowhere);
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toMatch(/docker failed(.|\n)*next: /);
	});

	it('a pod that is not there', async () => {
		const { code, stderr } = await findings({ names: ['pod/pause-test', '\x1b[2J'] }, [createHeadlessRule(0)]);
		expect(code).toBe(1);
		expect(stderr).toBe('pausetop: pod "\\x1b[2J" not found on this node\n');
	});

	it('interrupted while reading: nothing half', async () => {
		const io = createIo();
		const reading = findings({ wait: 60_000 }, [nodeRule], {}, io);
		io.stop();
		expect((await reading).stdout).toBe('');
	});
});

describe('the command line', () => {
	const around = { version: '', environment: {}, home: '/', stdinIsTerminal: false };
	const read = (flags: Record<string, unknown>, where = {}) =>
		readFindingsRequest({ command: 'findings', input: ['web'], flags }, { ...around, ...where });

	it('waits a minute, and writes 100 columns where there is no terminal', () => {
		expect(read({ wait: true })).toEqual({
			...{ names: ['web'], kubeNamespace: 'default', wait: 60_000, columns: 100, progress: false },
		});
		expect(read({ wait: true, timeout: '5s', allNamespaces: true }, { stdoutColumns: 72, stderrColumns: 72 })).toEqual({
			...{ names: ['web'], kubeNamespace: undefined, wait: 5_000, columns: 72, progress: true },
		});
		expect(read({ wait: false, timeout: '5s', failOn: 'warning' })).toMatchObject({ wait: 0, failOn: 'warning' });
	});

	it('refuses what cannot be meant', () => {
		expect(() => read({ output: 'wide' })).toThrow(new UsageError('findings -o is one of: json, yaml, name'));
		expect(() => read({ timeout: 'soon' })).toThrow(UsageError);
		expect(() => checkArguments({ command: 'findings', input: [], flags: { failOn: 'fatal' } })).toThrow(
			new UsageError('--fail-on is one of: critical, warning, info'),
		);
		expect(() => checkArguments({ command: 'get', input: [], flags: { failOn: 'info' } })).toThrow(
			new UsageError('--fail-on goes with: findings'),
		);
	});
});
