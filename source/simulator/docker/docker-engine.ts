import { type Clock, sleep } from '../clock.ts';
import { imageId, pauseImage } from '../image.ts';
import { containerCgroup } from '../proc/cgroup-path.ts';
import type { Kernel } from '../proc/kernel.ts';
import type { CgroupStyle } from '../proc/proc-files.ts';
import { chooseManners, spawnMore } from '../proc/spawn-container.ts';
import type { Random } from '../random.ts';
import { timings } from '../timings.ts';
import type { ContainerRequest, SimulatedContainer } from './container.ts';
import { type ContainerTable, createContainerTable } from './container-table.ts';
import { EngineError } from './engine-error.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { chooseNamespaces } from './namespace-choices.ts';
import { createReporter, type Reporter } from './reporter.ts';
import { createTermination, type Termination } from './termination.ts';

/** The container engine itself, without HTTP. Its verbs take as long as the real ones' did. */
export type DockerEngine = {
	table: ContainerTable;
	events: EventLog;
	/** Fails while the daemon is down, as a connection to it would. */
	create(request: ContainerRequest): Promise<SimulatedContainer>;
	/** Resolves to false when there was nothing to do. */
	start(id: string, takes?: number): Promise<boolean>;
	stop(id: string, graceMs?: number): Promise<boolean>;
	kill(id: string, signal: number): Promise<void>;
	restart(id: string, graceMs?: number): Promise<void>;
	remove(id: string, options: { force: boolean }): Promise<void>;
	/** Whether it has an image of this name. */
	hasImage(name: string): boolean;
	/** A name stays taken by a container that is not listed, until `holder` is undefined. */
	reserve(name: string, holder: string | undefined): void;
	/** As `docker rmi -f` and `docker pull`: the name goes, or comes. */
	setImage(name: string, there: boolean): void;
	/** The process ends on its own account. */
	exit(id: string, exitCode: number, options?: { oom?: boolean }): void;
	/** Resolves once the container does not run. */
	whenExited(id: string): Promise<void>;
	/** Has Docker's events say something about a container. */
	report: Reporter['emit'];
	setDaemon(running: boolean): void;
	isRunning(): boolean;
	/** Called with a container whenever its record changes. */
	onChange(listener: (container: SimulatedContainer) => void): () => void;
};

export type EngineParts = { clock: Clock; random: Random; kernel: Kernel; cgroup: CgroupStyle };

export function createDockerEngine(parts: EngineParts): DockerEngine {
	const { clock, random, kernel } = parts;
	const table = createContainerTable();
	const events = createEventLog(clock);
	const listeners = new Set<(container: SimulatedContainer) => void>();
	const reserved = new Map<string, string>();
	const removedImages = new Set<string>();
	let running = true;
	const changed = (container: SimulatedContainer) => {
		for (const listener of listeners) listener(container);
	};
	const { emit, network, moment } = createReporter({ clock, random, events });
	const requireDaemon = () => {
		if (!running) throw new EngineError(503, 'Cannot connect to the Docker daemon. Is the docker daemon running?');
	};
	const termination: Termination = createTermination({ clock, random, kernel, table, emit, network, moment, changed });

	const create = async (request: ContainerRequest) => {
		requireDaemon();
		if (reserved.has(request.name)) throw refuseName(request.name, reserved.get(request.name));
		if (table.hasName(request.name)) throw refuseName(request.name);
		const container: SimulatedContainer = {
			...request,
			id: random.hex(64),
			created: moment(),
			state: 'created',
			pid: 0,
			exitCode: 0,
			oomKilled: false,
			endpointId: random.hex(64),
		};
		table.add(container);
		emit(container, 'create');
		changed(container);
		return container;
	};

	const start = async (id: string, takes: number = timings.containerStart) => {
		requireDaemon();
		const container = table.resolve(id);
		if (container.state === 'running') return false;
		chooseNamespaces(container, table);
		await sleep(clock, timings.networkConnect);
		network(container, 'connect');
		await sleep(clock, Math.max(0, takes - timings.networkConnect));
		if (table.get(container.id) === undefined) throw new EngineError(404, `No such container: ${container.id}`);
		const process = kernel.spawn({
			args: container.command,
			ppid: 1,
			...chooseManners(container.behaviour),
			cgroup: containerCgroup(container.cgroupParent, container.id, parts.cgroup),
			namespaces: chooseNamespaces(container, table),
		});
		spawnMore(parts, process, container.behaviour);
		Object.assign(container, { state: 'running', pid: process.pid, exitCode: 0, oomKilled: false, started: moment() });
		container.finished = undefined;
		emit(container, 'start');
		changed(container);
		termination.planEnd(container);
		return true;
	};

	const stop = async (id: string, graceMs = 10_000) => {
		requireDaemon();
		const container = table.resolve(id);
		if (container.state !== 'running') return false;
		await sleep(clock, timings.signal);
		termination.signal(container, 15);
		if (!(await termination.whenExited(container, graceMs))) {
			termination.signal(container, 9);
			await termination.whenExited(container);
		}
		await sleep(clock, timings.stopReport);
		emit(container, 'stop');
		return true;
	};

	const kill = async (id: string, signal: number) => {
		requireDaemon();
		const container = table.resolve(id);
		if (container.state !== 'running') {
			const reason = `Container ${container.id} is not running`;
			throw new EngineError(409, `Cannot kill container: ${id}: ${reason}`);
		}
		await sleep(clock, timings.signal);
		termination.signal(container, signal);
		if (signal === 9) await termination.whenExited(container);
	};

	const remove = async (id: string, options: { force: boolean }) => {
		requireDaemon();
		const container = table.resolve(id);
		if (container.state === 'running' && !options.force) {
			const advice = 'Stop the container before attempting removal or force remove';
			throw new EngineError(409, `You cannot remove a running container ${container.id}. ${advice}`);
		}
		if (container.state === 'running') {
			await kill(container.id, 9);
			await sleep(clock, timings.stopReport);
		}
		if (table.get(container.id) === undefined) return;
		container.state = 'removing';
		table.remove(container.id);
		emit(container, 'destroy');
		changed(container);
	};

	return {
		table,
		events,
		create,
		start,
		stop,
		kill,
		remove,
		async restart(id, graceMs) {
			const container = table.resolve(id);
			await stop(container.id, graceMs);
			await start(container.id);
			emit(container, 'restart');
		},
		report: emit,
		reserve: (name, holder) => void (holder === undefined ? reserved.delete(name) : reserved.set(name, holder)),
		hasImage: (name) =>
			!removedImages.has(name) && (name === pauseImage || table.list().some(({ image }) => image === name)),
		setImage(name, there) {
			requireDaemon();
			if (there) removedImages.delete(name);
			else removedImages.add(name);
			events.emit('image', there ? 'pull' : 'untag', { ID: there ? name : imageId(name), Attributes: { name } });
		},
		exit: (id, exitCode, options) => termination.end(table.resolve(id), exitCode, options?.oom ?? false),
		async whenExited(id) {
			await termination.whenExited(table.resolve(id));
		},
		setDaemon(next) {
			running = next;
			termination.setReporting(next);
		},
		isRunning: () => running,
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

/** @param holder the id of who has the name */
function refuseName(name: string, holder?: string): EngineError {
	const who = holder === undefined ? 'another container' : `container "${holder}"`;
	return new EngineError(409, `Conflict. The container name "/${name}" is already in use by ${who}.`);
}
