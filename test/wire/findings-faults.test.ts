import { describe, expect, it } from 'vitest';
import type { Finding, FindingId } from '../../source/core/findings/finding.ts';
import type { PodSpecInput } from '../../source/simulator/pod-spec-input.ts';
import { formatFindingText } from '../../source/ui/columns/finding-text.ts';
import { createRequest } from './action-bench.ts';
import { openWorld, type RuntimeName, runtimes, type World } from './findings-world.ts';

const app = { name: 'app', command: ['sleep', '100000'] };
const holder = 'b'.repeat(64);
const cri = ['containerd', 'cri-o'] as const;

function podOf(name: string, more: Partial<PodSpecInput> = {}): PodSpecInput {
	return { name, terminationGracePeriodSeconds: 2, containers: [app], ...more };
}

/** A node with these pods, all of them up. */
async function openWith(runtime: RuntimeName, ...pods: readonly PodSpecInput[]) {
	const world = await openWorld({ runtime });
	const uids = [...pods, podOf('bystander')].map((pod) => world.node.createPod(pod));
	await world.pass(15);
	expect(world.found().filter(({ severity }) => severity !== 'info')).toEqual([]);
	return { world, uid: uids[0] ?? '' };
}

function idOf({ node }: World, pod: string, container?: string): string {
	return node.findContainer(pod, container)?.id ?? expect.unreachable(`${pod} ${container} is not there`);
}

const run = (world: World, what: 'stop' | 'kill' | 'start' | 'restart' | 'remove', id: string) =>
	world.during(world.node.run({ do: what, id }));

/** Waits for the one finding of this rule. */
async function appears(world: World, rule: FindingId, longest?: number): Promise<Finding> {
	await world.passUntil(`${rule} appears`, ({ findings }) => findings.some((each) => each.rule === rule), longest);
	const found = world.found(rule);
	expect(found).toHaveLength(1);
	return found[0] as Finding;
}

async function clears(world: World, rule: FindingId, longest?: number): Promise<void> {
	await world.passUntil(`${rule} clears`, ({ findings }) => findings.every((each) => each.rule !== rule), longest);
}

/** What was ever found that somebody has to do something about was of these rules. */
function expectOnly({ ever }: World, ...rules: readonly FindingId[]): void {
	const found = [...ever.values()].filter(({ severity }) => severity !== 'info').map(({ rule }) => rule);
	expect([...new Set(found)].sort()).toEqual([...rules].sort());
}

const textOf = ({ now }: World, { summary }: Finding) => formatFindingText(summary, { now: now(), utc: true });

const evidenceOf = ({ now }: World, { evidence }: Finding) =>
	evidence.map(({ what, value }) => `${what}: ${formatFindingText(value, { now: now(), utc: true })}`);

const secondsSince = ({ now }: World, { since }: Finding) => (now() - since) / 1_000;

describe('what is done to Docker by hand', () => {
	it('a pause that is restarted', async () => {
		const { world, uid } = await openWith('docker', podOf('web'));
		// it is over before the kubelet has looked
		world.node.kubelet.stick('work', uid, true);
		await run(world, 'restart', idOf(world, 'web'));
		await world.pass(2);
		world.node.kubelet.stick('work', uid, false);
		const found = await appears(world, 'restarted-behind-kubelet');
		expect(textOf(world, found)).toMatch(/^default\/web: its pause was started again behind the kubelet's back/);
		const process = world.state().processes?.get(idOf(world, 'web'));
		expect(evidenceOf(world, found).join('\n')).toContain(`${process?.linuxNamespaces.net}`);
		expect(secondsSince(world, found)).toBeGreaterThanOrEqual(29);
		await run(world, 'stop', idOf(world, 'web'));
		await clears(world, 'restarted-behind-kubelet', 60);
		await world.pass(60);
		expectOnly(world, 'restarted-behind-kubelet', 'pod-ip-missing');
		expect(world.found('pod-ip-missing')).toEqual([]);
	});

	it('a pause that is removed: the kubelet makes a new one, unless it is away', async () => {
		const { world } = await openWith('docker', podOf('web'));
		await run(world, 'remove', idOf(world, 'web'));
		await world.pass(60);
		expectOnly(world);
		world.node.kubelet.stop();
		await run(world, 'remove', idOf(world, 'web'));
		const found = await appears(world, 'container-without-pause');
		expect(textOf(world, found)).toContain('app runs without its pause');
		expect(evidenceOf(world, found)).toContain(
			`container app #1 ${idOf(world, 'web', 'app').slice(0, 12)}: running, pid ${world.node.findContainer('web', 'app')?.pid}`,
		);
		world.node.kubelet.start();
		await clears(world, 'container-without-pause', 30);
		await clears(world, 'kubelet-down', 30);
		expectOnly(world, 'container-without-pause', 'kubelet-down');
	});

	it('an old container that is started', async () => {
		const { world } = await openWith('docker', podOf('web'));
		const old = idOf(world, 'web', 'app');
		await run(world, 'kill', old);
		await world.pass(20);
		const next = idOf(world, 'web', 'app');
		expect(next).not.toBe(old);
		await run(world, 'start', old);
		const found = await appears(world, 'duplicate-container');
		expect(textOf(world, found)).toContain('app runs twice at the same time');
		expect(JSON.stringify(found.evidence)).toContain(next.slice(0, 12));
		await run(world, 'kill', old);
		await clears(world, 'duplicate-container', 10);
		expectOnly(world, 'duplicate-container');
	});
});

describe.each(runtimes)('the kubelet of %s', (runtime) => {
	it('that is stopped, and comes back', async () => {
		const { world } = await openWith(runtime, podOf('web'));
		world.node.kubelet.stop();
		await world.pass(14);
		expectOnly(world);
		const found = await appears(world, 'kubelet-down', 30);
		expect(evidenceOf(world, found)[0]).toBe("the kubelet's process: gone");
		world.node.kubelet.start();
		await clears(world, 'kubelet-down', 15);
		await world.pass(30);
		expectOnly(world, 'kubelet-down');
	});

	it('that hangs, and goes on', async () => {
		const { world } = await openWith(runtime, podOf('web'));
		world.node.kubelet.stop();
		// its process is there and does nothing
		const { pid } = world.node.host.spawn({
			ppid: 1,
			args: ['/usr/bin/kubelet'],
			cgroup: '/system.slice/kubelet.service',
		});
		const found = await appears(world, 'kubelet-down', 120);
		expect(textOf(world, found)).toContain('though its process runs');
		expect(evidenceOf(world, found)[0]).toBe("the kubelet's process: runs");
		world.node.host.exit(pid);
		world.node.kubelet.start();
		await clears(world, 'kubelet-down', 30);
		expectOnly(world, 'kubelet-down');
	});

	it('that is stuck on a pod', async () => {
		const { world, uid } = await openWith(runtime, podOf('web'));
		world.node.kubelet.stick('work', uid, true);
		await run(world, 'kill', idOf(world, 'web', 'app'));
		const differs = await appears(world, 'state-disagrees', 120);
		expect(textOf(world, differs)).toContain('of app the API server says running, the runtime says exited');
		expect(secondsSince(world, differs)).toBeLessThan(62);
		await run(world, 'stop', idOf(world, 'web'));
		const found = await appears(world, 'kubelet-not-reconciling', 200);
		expect(textOf(world, found)).toMatch(/^default\/web has no living sandbox, and the kubelet, which runs/);
		expect(secondsSince(world, found)).toBeLessThan(125);
		world.node.kubelet.stick('work', uid, false);
		await clears(world, 'kubelet-not-reconciling', 60);
		await clears(world, 'state-disagrees', 60);
		expectOnly(world, 'kubelet-not-reconciling', 'state-disagrees');
	});

	it('that does not end a deleted pod', async () => {
		const { world, uid } = await openWith(runtime, podOf('web'));
		world.node.kubelet.stick('work', uid, true);
		const deletedAt = world.now();
		world.node.deletePod('default', 'web');
		const found = await appears(world, 'stuck-terminating');
		expect(textOf(world, found)).toContain('app and its sandbox still live here');
		expect(Math.abs(found.since - deletedAt - 2_000)).toBeLessThanOrEqual(1_000);
		world.node.kubelet.stick('work', uid, false);
		await clears(world, 'stuck-terminating', 60);
		expectOnly(world, 'stuck-terminating');
	});

	it('that does not clear ended sandboxes away', async () => {
		const { world, uid } = await openWith(runtime, podOf('web', { shareProcessNamespace: true }));
		world.node.kubelet.stick('garbage', uid, true);
		const means = { docker: 'docker-stop', containerd: 'task-term', 'cri-o': 'signal-term' } as const;
		for (let time = 0; time < 4; time += 1) {
			const asked = createRequest(world.wiring, 'restart-sandbox', means[runtime], 'web');
			await world.during(world.wiring.act([asked]));
			await world.pass(45);
		}
		await world.passQuietly(480);
		expectOnly(world);
		await world.passQuietly(150);
		const [found] = world.found('stale-sandbox');
		expect(found && textOf(world, found)).toContain(
			'default/web still has 3 ended sandboxes although it has a newer one',
		);
		world.node.kubelet.stick('garbage', uid, false);
		await run(world, 'kill', idOf(world, 'web', 'app'));
		await clears(world, 'stale-sandbox', 150);
		expectOnly(world, 'stale-sandbox');
	});
});

describe.each(runtimes)('sandboxes of %s', (runtime) => {
	it('of a pod that nobody knows', async () => {
		const { world } = await openWith(runtime, podOf('web'));
		const uid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
		const id = await world.during(world.node.runSandbox({ pod: 'ghost', uid, attempt: 0 }));
		const found = await appears(world, 'orphan-in-runtime');
		expect(textOf(world, found)).toContain(
			'default/ghost still runs on this node (its pause): the API server knows no such pod',
		);
		expect(found.evidence[0]?.what).toContain(id.slice(0, 12));
		await run(world, 'remove', id);
		await clears(world, 'orphan-in-runtime', 10);
		expectOnly(world, 'orphan-in-runtime');
	});

	it('a second ready one of a pod', async () => {
		const { world, uid } = await openWith(runtime, podOf('web'));
		world.node.kubelet.stick('work', uid, true);
		const first = idOf(world, 'web');
		const id = await world.during(world.node.runSandbox({ pod: 'web', uid, attempt: 1 }));
		const found = await appears(world, 'several-ready-sandboxes');
		expect(textOf(world, found)).toContain(`has 2 ready sandboxes, #1 ${id.slice(0, 12)} and #0 ${first.slice(0, 12)}`);
		await run(world, 'remove', id);
		await clears(world, 'several-ready-sandboxes', 10);
		world.node.kubelet.stick('work', uid, false);
		await world.pass(30);
		expectOnly(world, 'several-ready-sandboxes');
	});

	it('that do not stay', async () => {
		const { world } = await openWith(runtime, podOf('web'));
		const began = world.now();
		for (let time = 0; time < 3; time += 1) {
			expectOnly(world);
			await run(world, 'stop', idOf(world, 'web'));
			await world.pass(40);
		}
		const found = await appears(world, 'sandbox-flapping', 10);
		expect(textOf(world, found)).toContain('default/web got a new sandbox 3 times within 10 minutes');
		expect(found.since).toBeGreaterThanOrEqual(began);
		await world.passQuietly(590);
		expect(world.found('sandbox-flapping')).toEqual([]);
		expectOnly(world, 'sandbox-flapping');
	});

	it('whose name is taken', async () => {
		const { world, uid } = await openWith(runtime, podOf('web'));
		const name = { pod: 'web', uid, attempt: 1 };
		world.node.engine.reserve(name, holder);
		await run(world, 'stop', idOf(world, 'web'));
		const found = await appears(world, 'create-stuck', 120);
		expect(textOf(world, found)).toMatch(/^default\/web gets no sandbox \(\d+ times\): /);
		const said = evidenceOf(world, found).join('\n');
		expect(said).toContain(runtime === 'cri-o' ? `name k8s_web_default_${uid}_1` : holder);
		world.node.engine.reserve(name, undefined);
		await clears(world, 'create-stuck', 90);
		expectOnly(world, 'create-stuck');
	});

	it('with an IP that another one has', async () => {
		const { world } = await openWith(runtime, podOf('web'));
		const ip = [...(world.state().pods?.values() ?? [])].find(({ metadata }) => metadata.name === 'web')?.status?.podIP;
		world.node.forgetAddress(ip ?? expect.unreachable());
		world.node.createPod(podOf('clash'));
		const found = await appears(world, 'duplicate-pod-ip', 90);
		expect(textOf(world, found)).toContain(`default/clash has the IP of default/web: ${ip} is in use twice`);
		world.node.deletePod('default', 'clash');
		await clears(world, 'duplicate-pod-ip', 30);
		expectOnly(world, 'duplicate-pod-ip');
	});
});

it.each(['containerd', 'docker'] as const)('a pause that ended without %s knowing', async (runtime) => {
	const { world } = await openWith(runtime, podOf('web'));
	const { id, pid = 0 } = world.node.findContainer('web') ?? expect.unreachable();
	world.node.host.exit(pid);
	const found = await appears(world, 'dead-pause-process', 150);
	expect(evidenceOf(world, found)).toContain(`the pause's process: not there any more, it was pid ${pid}`);
	await run(world, 'stop', id);
	await clears(world, 'dead-pause-process', 60);
	expectOnly(world, 'dead-pause-process');
});

describe.each(runtimes)('containers of %s', (runtime) => {
	it('that end for lack of memory, and wait for their next try', async () => {
		const { world } = await openWith(runtime);
		world.node.createPod(podOf('hungry', { containers: [{ name: 'app', runsFor: 3_000, oom: true }] }));
		const found = await appears(world, 'out-of-memory', 20);
		expect(textOf(world, found)).toContain('default/hungry: ');
		const waits = await appears(world, 'back-off', 120);
		expect([waits.severity, textOf(world, waits)]).toEqual(['info', expect.stringContaining('CrashLoopBackOff')]);
		world.node.deletePod('default', 'hungry');
		await clears(world, 'out-of-memory', 30);
		await clears(world, 'back-off', 1);
		expectOnly(world, 'out-of-memory');
	});

	it('an ephemeral one that does not see its target', async () => {
		const { world } = await openWith(runtime);
		const debuggers = { name: 'debugger', command: ['sh'], targetContainerName: 'app' };
		world.node.createPod(podOf('well', { ephemeralContainers: [debuggers] }));
		world.node.createPod(podOf('blind', { ephemeralContainers: [{ ...debuggers, targetIgnored: true }] }));
		const found = await appears(world, 'ephemeral-target', 120);
		expect(textOf(world, found)).toContain(
			'default/blind: the ephemeral container debugger does not see the processes of app',
		);
		const inodes = ['debugger', 'app'].map(
			(name) => world.state().processes?.get(idOf(world, 'blind', name))?.linuxNamespaces.pid,
		);
		expect(evidenceOf(world, found)).toEqual([
			`pid namespace of debugger: ${inodes[0]}`,
			`pid namespace of app: ${inodes[1]}`,
		]);
		world.node.deletePod('default', 'blind');
		await clears(world, 'ephemeral-target', 30);
		expectOnly(world, 'ephemeral-target');
	});

	it('that leave zombies', async () => {
		const { world } = await openWith(runtime);
		const orphan = { command: 'sleep 2', runsFor: 2_000 };
		world.node.createPod(podOf('careless', { containers: [{ ...app, orphan }] }));
		world.node.createPod(podOf('reaped', { shareProcessNamespace: true, containers: [{ ...app, orphan }] }));
		const found = await appears(world, 'zombies', 150);
		expect([found.severity, textOf(world, found)]).toEqual([
			'info',
			expect.stringContaining('default/careless has 1 zombie'),
		]);
		world.node.deletePod('default', 'careless');
		await clears(world, 'zombies', 45);
		expectOnly(world);
	});
});

it.each(['docker', 'containerd'] as const)('host users, where %s does not know others', async (runtime) => {
	const { world } = await openWith(runtime);
	world.node.createPod(podOf('rootless', { hostUsers: false }));
	const found = await appears(world, 'host-namespace', 90);
	expect(textOf(world, found)).toContain("in the host's user namespace, and its spec does not ask for that");
	world.node.deletePod('default', 'rootless');
	await clears(world, 'host-namespace', 30);
	expectOnly(world, 'host-namespace');
});

describe.each(runtimes)('%s itself', (runtime) => {
	it('that has lost its pause image', async () => {
		const { world } = await openWith(runtime, podOf('web'));
		const image = world.state().runtimeFacts.get(runtime)?.pauseImage?.name ?? expect.unreachable();
		// CRI-O leaves the pause away, and so the image, where no pid namespace is shared
		world.node.createPod(podOf('shared', { shareProcessNamespace: true }));
		await world.during(world.node.run({ do: 'remove-image', id: image }));
		// CRI-O tells of no images: it is looked at now and then
		const found = await appears(world, 'pause-image', runtime === 'cri-o' ? 700 : 90);
		expect([found.severity, textOf(world, found)]).toEqual([
			'warning',
			expect.stringContaining(`${image} is missing in ${runtime}`),
		]);
		await world.during(world.node.run({ do: 'pull-image', id: image }));
		await clears(world, 'pause-image', 60);
		expectOnly(world, 'pause-image');
	});

	it('that is slow, and is not any more', async () => {
		const { world } = await openWith(runtime, podOf('web'));
		world.node.engine.slow(3_000);
		const found = await appears(world, 'slow-runtime', 400);
		expect([found.severity, textOf(world, found)]).toEqual([
			'warning',
			expect.stringMatching(new RegExp(`^${runtime} is slow: .* up to 3(\\.\\d)?s`)),
		]);
		world.node.engine.slow(0);
		await clears(world, 'slow-runtime', 700);
		expectOnly(world, 'slow-runtime');
	});

	it('that goes away: what was found stays, unchecked, until it is back', async () => {
		const { world } = await openWith(runtime, podOf('web'));
		const id = await world.during(world.node.runSandbox({ pod: 'ghost', uid: 'f00', attempt: 0 }));
		await appears(world, 'orphan-in-runtime');
		await world.during(world.node.engine.stop());
		await world.pass(10);
		expect(world.found('orphan-in-runtime')[0]?.uncheckedSince).toBeDefined();
		expect(world.state().findings.cannotTell).toContainEqual(
			expect.objectContaining({
				rule: 'orphan-in-runtime',
				reason: expect.stringMatching(new RegExp(`^${runtime}: `)),
			}),
		);
		await world.during(world.node.engine.start());
		await world.passUntil(
			'it is checked',
			({ findings }) => findings.every((each) => each.uncheckedSince === undefined),
			60,
		);
		expect(world.state().findings.cannotTell).toEqual([]);
		await run(world, 'remove', id);
		await clears(world, 'orphan-in-runtime', 10);
		expectOnly(world, 'orphan-in-runtime');
	});

	it('whose API server goes away', async () => {
		const { world } = await openWith(runtime, podOf('web'));
		const id = await world.during(world.node.runSandbox({ pod: 'ghost', uid: 'f00', attempt: 0 }));
		await appears(world, 'orphan-in-runtime');
		await world.during(world.node.api.stop());
		await world.pass(20);
		expect(world.found('orphan-in-runtime')[0]?.uncheckedSince).toBeDefined();
		await run(world, 'remove', id);
		await world.during(world.node.api.start());
		await clears(world, 'orphan-in-runtime', 60);
		await world.pass(60);
		expect(world.state().findings.cannotTell).toEqual([]);
		expectOnly(world, 'orphan-in-runtime');
	});
});

const shim = (id: string, namespace: string) => ({
	ppid: 1,
	args: [
		'/usr/bin/containerd-shim-runc-v2',
		'-namespace',
		namespace,
		'-id',
		id,
		'-address',
		'/run/containerd/containerd.sock',
	],
	cgroup: '/system.slice/containerd.service',
});

it.each([
	['containerd', 'k8s.io'],
	['docker', 'moby'],
] as const)('a shim that is left over from %s', async (runtime, namespace) => {
	const { world } = await openWith(runtime, podOf('web'));
	world.node.host.spawn(shim(idOf(world, 'web'), namespace));
	const { pid } = world.node.host.spawn(shim(holder, namespace));
	const found = await appears(world, 'leaked-shim');
	expect(textOf(world, found)).toContain(
		`The shim with pid ${pid} runs for bbbbbbbbbbbb, which ${runtime} does not list`,
	);
	world.node.host.exit(pid);
	await clears(world, 'leaked-shim', 45);
	expectOnly(world, 'leaked-shim');
});

it.each(cri)('a network namespace that is left over from %s', async (runtime) => {
	const { world } = await openWith(runtime, podOf('web'));
	const name = `${runtime === 'containerd' ? 'cni-' : ''}3f2504e0-4f89-41d3-9a0c-0305e82c3301`;
	const pin = world.node.host.pin('net', `/var/run/netns/${name}`);
	await world.passQuietly(590);
	expectOnly(world);
	await world.passQuietly(60);
	const [found] = world.found('leaked-network-namespace');
	expect(found && evidenceOf(world, found)[0]).toBe(`the namespace: ${pin.inode}`);
	world.node.host.unpin(pin);
	await clears(world, 'leaked-network-namespace', 45);
	expectOnly(world, 'leaked-network-namespace');
});
