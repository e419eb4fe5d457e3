import { sleep } from '../clock.ts';
import { imageId, pauseImage } from '../image.ts';
import { createMoment } from '../moment.ts';
import { containerCgroup } from '../proc/cgroup-path.ts';
import type { ContainerVerbs } from './container-verbs.ts';
import { CriError, statusCode } from './cri-error.ts';
import type { SandboxConfig, SandboxRecord } from './cri-record.ts';
import { criTimings } from './cri-timings.ts';
import type { EngineParts } from './engine-parts.ts';
import { chooseNamespaces, planIsolated, planSandbox } from './namespace-plan.ts';
import { chooseUid } from './sandbox-access.ts';
import { listPinPaths, pinNamespaces } from './sandbox-network.ts';
import { formatSandboxProcess } from './sandbox-process.ts';

export type SandboxVerbs = {
	runSandbox(config: SandboxConfig): Promise<SandboxRecord>;
	/** Does nothing to one that is gone. @param graceMs with CRI-O: how long its containers have */
	stopSandbox(id: string, graceMs?: number): Promise<void>;
	/** Stops it first if need be. */
	removeSandbox(id: string): Promise<void>;
};

export function createSandboxVerbs(
	parts: EngineParts,
	containers: Pick<ContainerVerbs, 'stopContainer' | 'removeContainer'>,
): SandboxVerbs {
	const { clock, random, kernel, profile, table, tasks, events, podEvents, changed, requireDaemon } = parts;

	const startInfra = async (sandbox: SandboxRecord) => {
		const cgroup = containerCgroup(sandbox.cgroupParent, sandbox.id, parts.cgroup, profile.scope);
		const task = tasks.create({
			id: sandbox.id,
			podUid: sandbox.pod.uid,
			...formatSandboxProcess(sandbox),
			cgroup,
			namespaces: chooseNamespaces(planIsolated(sandbox.handler, sandbox.plan)),
			uid: chooseUid(sandbox),
			behaviour: { termExitCode: 0 },
		});
		await sleep(clock, criTimings.taskStart);
		tasks.start(task);
	};

	const stopAll = async (sandbox: SandboxRecord, graceMs: number) => {
		const running = random.shuffle(table.inSandbox(sandbox).filter(({ id }) => tasks.isAlive(id)));
		// containerd kills one after another and gives nobody a grace period; CRI-O stops all at once.
		if (profile.dropsInfra) await Promise.all(running.map(({ id }) => containers.stopContainer(id, graceMs)));
		else for (const { id } of running) await containers.stopContainer(id, 0);
		const infra = tasks.get(sandbox.id);
		if (infra === undefined || infra.exit !== undefined) return;
		await sleep(clock, criTimings.stopSignal);
		tasks.signal(infra, 9);
		await parts.whenEnded(sandbox.id);
	};

	const release = async (sandbox: SandboxRecord) => {
		if (sandbox.pins.length === 0) return;
		await sleep(clock, criTimings.networkDown);
		for (const pin of sandbox.pins) kernel.unpin(pin);
		Object.assign(sandbox, { pins: [], ip: undefined });
		changed(sandbox);
	};

	const stopSandbox = async (id: string, graceMs = 10_000) => {
		requireDaemon();
		const sandbox = table.getSandbox(id);
		if (sandbox === undefined) return;
		await stopAll(sandbox, graceMs);
		if (sandbox.ready) {
			sandbox.ready = false;
			podEvents.emit('STOPPED', sandbox);
			changed(sandbox);
		}
		await release(sandbox);
	};

	return {
		stopSandbox,
		async runSandbox(config) {
			requireDaemon();
			const id = random.hex(64);
			checkName(parts, config, id);
			await sleep(clock, criTimings.sandboxCreate);
			events.emit('SnapshotPrepare', { key: id, parent: imageId(pauseImage) });
			events.emit('ContainerCreate', { id, image: pauseImage, runtime: formatRuntime(config.handler) });
			const sandbox = createRecord(parts, id, config);
			const update = { id, image: pauseImage, labels: formatSandboxLabels(config), snapshotKey: id };
			await sleep(clock, criTimings.sandboxNetworkSet);
			events.emit('ContainerUpdate', update);
			if (config.modes.network === 'POD') {
				await sleep(clock, criTimings.sandboxAddress);
				sandbox.ip = parts.addresses.take();
				const net = sandbox.pins.find(({ kind }) => kind === 'net');
				if (net !== undefined) kernel.setAddress(net.inode, sandbox.ip);
				events.emit('ContainerUpdate', update);
			}
			await sleep(clock, criTimings.sandboxTask + random.between(0, 10));
			if (sandbox.hasInfra) await startInfra(sandbox);
			await sleep(clock, criTimings.startReport);
			if (sandbox.hasInfra && !tasks.isAlive(id)) sandbox.ready = false;
			table.add(sandbox);
			podEvents.emit('CREATED', sandbox);
			podEvents.emit('STARTED', sandbox);
			changed(sandbox);
			return sandbox;
		},
		async removeSandbox(id) {
			requireDaemon();
			const sandbox = table.getSandbox(id);
			if (sandbox === undefined) return;
			await stopSandbox(id, 0);
			for (const container of table.inSandbox(sandbox)) await containers.removeContainer(container.id);
			await sleep(clock, criTimings.remove);
			if (table.getSandbox(id) === undefined) return;
			events.emit('SnapshotRemove', { key: id });
			events.emit('ContainerDelete', { id });
			table.remove(sandbox);
			podEvents.emit('DELETED', sandbox);
			changed(sandbox);
		},
	};
}

/** Names are `<pod>_<namespace>_<uid>_<attempt>`. @throws CriError in the runtime's words */
function checkName({ reserved, profile }: EngineParts, { pod, attempt }: SandboxConfig, id: string): void {
	const name = [pod.name, pod.kubeNamespace, pod.uid, attempt].join('_');
	const holder = reserved.get(name);
	if (holder === undefined) return;
	const words =
		profile.name === 'cri-o'
			? `error reserving pod name k8s_${name} for id ${id}: name is reserved`
			: `failed to reserve sandbox name "${name}": name "${name}" is reserved for "${holder}"`;
	throw new CriError(statusCode.unknown, words);
}

function createRecord(parts: EngineParts, id: string, config: SandboxConfig): SandboxRecord {
	const pins = pinNamespaces(parts, config);
	return {
		...config,
		kind: 'sandbox',
		id,
		created: createMoment(parts),
		ready: true,
		pins,
		pinPaths: listPinPaths(pins),
		plan: planSandbox(config, pins),
		hasInfra: needsInfra(parts.profile.dropsInfra, config),
	};
}

/** CRI-O has a pause process only for who needs its pid namespace, and for virtual machines (drop_infra_ctr, its default). */
function needsInfra(drops: boolean, { modes, handler }: SandboxConfig): boolean {
	return !drops || modes.pid === 'POD' || handler !== '';
}

function formatRuntime(handler: string) {
	return { name: handler === 'runsc' ? 'io.containerd.runsc.v1' : 'io.containerd.runc.v2' };
}

function formatSandboxLabels({ labels }: SandboxConfig): Record<string, string> {
	return { ...labels, 'io.cri-containerd.kind': 'sandbox' };
}
