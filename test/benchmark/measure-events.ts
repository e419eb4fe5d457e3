import { paneIds } from '../../source/ui/state/pane-id.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { notMeasured } from './attempt.ts';
import { type DockerEvents, openDockerEvents } from './docker-events.ts';
import { type DockerWire, openDockerWire } from './docker-wire.ts';
import type { NodeUnderTest } from './node-under-test.ts';
import { summarize } from './statistics.ts';
import { durationRow, type Row } from './table.ts';

/** Something that can be made to happen to a container, and how the timeline words it. */
type Happening = {
	words: RegExp;
	action: string;
	/** Its id or name. */
	container: string;
	cause(): Promise<unknown>;
	cleanUp?(): Promise<unknown>;
};

/**
 * From the moment an event happened, by Docker's own clock, to the arrival of the frame that shows it in the timeline;
 * and how much later that is than the same event's line from `docker events`. Kills containers: for simulated nodes only.
 */
export async function measureKills(node: NodeUnderTest, terminal: Terminal, count: number): Promise<Row[]> {
	return compare(node, await measureKillTimes(node, terminal, count));
}

/** The same as times in milliseconds. */
export async function measureKillTimes(node: NodeUnderTest, terminal: Terminal, count: number): Promise<EventTimes> {
	return measure(node, terminal, async (wire) => {
		const containers = [...(await wire.running())].filter(([name]) => /^k8s_(?!POD_)/.test(name));
		// Far apart in the listing, so that each is another pod's
		const step = Math.max(1, Math.floor(containers.length / (count + 1)));
		return containers
			.filter((_, index) => index % step === 0)
			.slice(0, count + 1)
			.map(([name, id]) => killing(wire, name, id));
	});
}

/** The same for a real engine: what happens is a container of our own, made, never started, and removed again. */
export async function measureCreations(node: NodeUnderTest, terminal: Terminal, count: number): Promise<Row[]> {
	const times = await measure(node, terminal, async (wire) => {
		const image = await wire.anyImage();
		if (image === undefined) return [];
		const name = (index: number) => `pausetop-bench-${process.pid}-${index}`;
		return Array.from({ length: count + 1 }, (_, index) => creating(wire, name(index), image));
	});
	return compare(node, times);
}

/** Of each event: milliseconds from when it happened to its frame, and to its line from `docker events`. */
export type EventTimes = {
	frames: readonly number[];
	/** As many as frames, or none with the reason. */
	prints: readonly number[];
	missing?: string;
};

function compare({ setting }: NodeUnderTest, { frames, prints, missing }: EventTimes): Row[] {
	if (frames.length === 0) return [notMeasured(setting, 'event → frame', 'nothing there to make events with')];
	const late = 'event → frame, after docker events printed it';
	if (missing !== undefined) {
		return [durationRow(setting, 'event → frame', summarize(frames)), notMeasured(setting, late, missing)];
	}
	const against = { name: 'event → line of docker events', summary: summarize(prints) };
	const differences = frames.map((time, index) => time - (prints[index] ?? 0));
	return [
		durationRow(setting, 'event → frame', summarize(frames), against),
		durationRow(setting, late, summarize(differences)),
	];
}

async function measure(
	{ dockerSocket, env }: NodeUnderTest,
	terminal: Terminal,
	prepare: (wire: DockerWire) => Promise<Happening[]>,
): Promise<EventTimes> {
	if (!dockerSocket) throw new Error('events are made through Docker, and there is none');
	const wire = await openDockerWire(dockerSocket);
	const printed = await openDockerEvents(env);
	const events = 'missing' in printed ? undefined : printed;
	try {
		await showWholeTimeline(terminal);
		const [warmUp, ...happenings] = await prepare(wire);
		// that `docker events` listens is known from its first line
		if (warmUp) await observe(terminal, warmUp, wire, events);
		const times: Observed[] = [];
		for (const happening of happenings) times.push(await observe(terminal, happening, wire, events));
		return {
			frames: times.map(({ frame }) => frame),
			prints: times.flatMap(({ print }) => print ?? []),
			...('missing' in printed && { missing: printed.missing }),
		};
	} finally {
		wire.close();
		await events?.close();
	}
}

/** By the keys, from the first pane: next pane until it is the timeline, and that of the whole node. */
export async function showWholeTimeline(terminal: Terminal): Promise<void> {
	const keys = Array.from({ length: paneIds.indexOf('timeline') }, () => ']');
	terminal.press(...keys, 'a');
	await terminal.waitFor(/ whole node\b/, { what: 'the timeline of the whole node' });
}

type Observed = { frame: number; print: number | undefined };

async function observe(
	terminal: Terminal,
	{ words, action, container, cause, cleanUp }: Happening,
	wire: DockerWire,
	events: DockerEvents | undefined,
): Promise<Observed> {
	const shown = terminal.waitFor(words, { what: `${words} in the timeline` });
	const heard = wire.hear(action, container);
	const printed = events?.hear(action, container);
	try {
		const [, { at: shownAt }, { at }, line] = await Promise.all([cause(), shown, heard, printed]);
		return { frame: performance.timeOrigin + shownAt - at, print: line && line.heardAt - at };
	} finally {
		await cleanUp?.();
	}
}

function killing(wire: DockerWire, name: string, id: string): Happening {
	const [, container, pod] = name.split('_');
	return {
		words: new RegExp(`\\bdie\\b.*/${pod} +${container}\\b`),
		action: 'die',
		container: id,
		cause: () => wire.post(`/containers/${id}/kill`),
	};
}

function creating(wire: DockerWire, name: string, image: string): Happening {
	return {
		words: new RegExp(`\\bcreate\\b.*${name}\\b`),
		action: 'create',
		container: name,
		cause: () => wire.post(`/containers/create?name=${name}`, { Image: image, Cmd: ['true'] }),
		cleanUp: () => wire.remove(`/containers/${name}?force=1`),
	};
}
