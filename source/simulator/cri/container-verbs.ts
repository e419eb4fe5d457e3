import { sleep } from '../clock.ts';
import { canonicalImage, imageId } from '../image.ts';
import { createMoment } from '../moment.ts';
import { containerCgroup } from '../proc/cgroup-path.ts';
import { CriError, statusCode } from './cri-error.ts';
import type { ContainerConfig, ContainerRecord, SandboxRecord } from './cri-record.ts';
import { criTimings } from './cri-timings.ts';
import type { EngineParts } from './engine-parts.ts';
import { chooseNamespaces, planContainer, planHelper } from './namespace-plan.ts';
import { chooseUid, requireReady } from './sandbox-access.ts';
import { formatHelperProcess } from './sandbox-process.ts';
import type { Task } from './task.ts';

export type ContainerVerbs = {
	createContainer(config: ContainerConfig): Promise<ContainerRecord>;
	startContainer(id: string): Promise<void>;
	/** Does nothing to one that does not run. @throws CriError when there is none */
	stopContainer(id: string, graceMs: number): Promise<void>;
	/** Kills it first if need be; does nothing to one that is gone. */
	removeContainer(id: string): Promise<void>;
};

export function createContainerVerbs(parts: EngineParts): ContainerVerbs {
	const { clock, random, profile, table, tasks, events, podEvents, changed, requireDaemon } = parts;

	const stopContainer = async (id: string, graceMs: number) => {
		requireDaemon();
		requireContainer(table.getContainer(id), id);
		const task = tasks.get(id);
		if (task === undefined || task.exit !== undefined) return;
		await sleep(clock, criTimings.stopSignal);
		if (graceMs > 0) {
			tasks.signal(task, 15);
			if (await parts.whenEnded(id, graceMs)) return;
		}
		tasks.signal(task, 9);
		await parts.whenEnded(id);
	};

	return {
		stopContainer,
		async createContainer(config) {
			requireDaemon();
			const sandbox = requireReady(table.getSandbox(config.sandboxId), config.sandboxId);
			checkName(table.inSandbox(sandbox), config, sandbox);
			await sleep(clock, criTimings.containerCreate);
			const id = random.hex(64);
			const image = canonicalImage(config.image);
			events.emit('SnapshotPrepare', { key: id, parent: imageId(config.image) });
			events.emit('ContainerCreate', { id, image, runtime: { name: 'io.containerd.runc.v2' } });
			const container: ContainerRecord = {
				...config,
				kind: 'container',
				id,
				podUid: sandbox.pod.uid,
				created: createMoment(parts),
				plan: planContainer(config, sandbox, { profile, tasks, unified: parts.cgroup === 'v2-systemd' }),
				state: 'created',
				exitCode: 0,
				oomKilled: false,
			};
			parts.images.add(config.image);
			table.add(container);
			podEvents.emit('CREATED', container);
			changed(container);
			return container;
		},
		async startContainer(id) {
			requireDaemon();
			const container = requireContainer(table.getContainer(id), id);
			const sandbox = requireReady(table.getSandbox(container.sandboxId), container.sandboxId);
			if (container.state !== 'created') {
				const state = `CONTAINER_${container.state.toUpperCase()}`;
				throw new CriError(
					statusCode.unknown,
					`failed to set starting state for container "${id}": container is in ${state} state`,
				);
			}
			await sleep(clock, criTimings.containerTask + random.between(0, 15));
			const task = createTask(parts, container, sandbox);
			await sleep(clock, criTimings.taskStart);
			tasks.start(task);
			container.started = createMoment(parts);
			await sleep(clock, criTimings.startReport);
			if (task.exit !== undefined) return;
			container.state = 'running';
			podEvents.emit('STARTED', container);
			changed(container);
		},
		async removeContainer(id) {
			requireDaemon();
			const container = table.getContainer(id);
			if (container === undefined) return;
			await stopContainer(id, 0);
			await sleep(clock, criTimings.remove);
			if (table.getContainer(id) === undefined) return;
			events.emit('SnapshotRemove', { key: id });
			events.emit('ContainerDelete', { id });
			table.remove(container);
			podEvents.emit('DELETED', container);
			changed(container);
		},
	};
}

/** @throws CriError when whom it should join has ended meanwhile */
function createTask(
	{ profile, cgroup, tasks, kernel }: EngineParts,
	container: ContainerRecord,
	sandbox: SandboxRecord,
): Task {
	const { id, podUid, behaviour, plan, command } = container;
	const common = { id, podUid, behaviour, uid: chooseUid(sandbox) };
	const inside = sandbox.handler === '' ? undefined : tasks.get(sandbox.id);
	if (inside !== undefined) {
		const place = containerCgroup(sandbox.cgroupParent, sandbox.id, cgroup, profile.scope);
		const namespaces = chooseNamespaces(planHelper());
		return tasks.create({ ...common, ...formatHelperProcess(sandbox.handler, id), cgroup: place, namespaces, inside });
	}
	for (const { choice, path } of Object.values(plan)) {
		if (typeof choice !== 'object' || !('of' in choice) || kernel.find(choice.of) !== undefined) continue;
		const words = `OCI runtime create failed: runc create failed: namespace path: lstat ${path}: no such file or directory`;
		throw new CriError(
			statusCode.unknown,
			`failed to create containerd task: failed to create shim task: ${words}: unknown`,
		);
	}
	const place = containerCgroup(sandbox.cgroupParent, id, cgroup, profile.scope);
	return tasks.create({ ...common, args: command, cgroup: place, namespaces: chooseNamespaces(plan) });
}

/** Names are `<container>_<pod>_<namespace>_<uid>_<attempt>`, and each is given once. */
function checkName(
	others: readonly ContainerRecord[],
	{ name, attempt }: ContainerConfig,
	{ pod }: SandboxRecord,
): void {
	const other = others.find((each) => each.name === name && each.attempt === attempt);
	if (other === undefined) return;
	const full = [name, pod.name, pod.kubeNamespace, pod.uid, attempt].join('_');
	const reserved = `name "${full}" is reserved for "${other.id}"`;
	throw new CriError(statusCode.unknown, `failed to reserve container name "${full}": ${reserved}`);
}

/** @throws CriError when there is no such container */
function requireContainer(container: ContainerRecord | undefined, id: string): ContainerRecord {
	if (container !== undefined) return container;
	throw new CriError(statusCode.notFound, `an error occurred when try to find container "${id}": not found`);
}
