import { paneIds } from '../../source/ui/state/pane-id.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { notMeasured } from './attempt.ts';
import { type DockerWire, type HeardEvent, openDockerWire } from './docker-wire.ts';
import type { NodeUnderTest } from './node-under-test.ts';
import { summarize } from './statistics.ts';
import { durationRow, type Row } from './table.ts';

/** Something that can be made to happen, and how the timeline words it. */
type Happening = { words: RegExp; cause(): Promise<HeardEvent>; cleanUp?(): Promise<unknown> };

/**
 * From the moment an event happened, by Docker's own clock, to the arrival of the frame that shows it in the timeline;
 * against its arrival at a client that does nothing but listen. Kills containers: for simulated nodes only.
 */
export async function measureKills(node: NodeUnderTest, terminal: Terminal, count: number): Promise<Row[]> {
	return compare(node, await measureKillTimes(node, terminal, count));
}

/** The same as times in milliseconds. */
export async function measureKillTimes(node: NodeUnderTest, terminal: Terminal, count: number): Promise<EventTimes> {
	return measure(node, terminal, async (wire) => {
		const containers = [...(await wire.running())].filter(([name]) => /^k8s_(?!POD_)/.test(name));
		// Far apart in the listing, so that each is another pod's
		const step = Math.max(1, Math.floor(containers.length / count));
		return containers
			.filter((_, index) => index % step === 0)
			.slice(0, count)
			.map(([name, id]) => killing(wire, name, id));
	});
}

/** The same for a real engine: what happens is a container of our own, made, never started, and removed again. */
export async function measureCreations(node: NodeUnderTest, terminal: Terminal, count: number): Promise<Row[]> {
	const times = await measure(node, terminal, async (wire) => {
		const image = await wire.anyImage();
		if (image === undefined) return [];
		return Array.from({ length: count }, (_, index) => creating(wire, `pausetop-bench-${process.pid}-${index}`, image));
	});
	return compare(node, times);
}

/** From an event to its frame, and to a bare client. */
export type EventTimes = { own: readonly number[]; bare: readonly number[] };

function compare({ setting }: NodeUnderTest, { own, bare }: EventTimes): Row[] {
	if (own.length === 0) return [notMeasured(setting, 'event → frame', 'nothing there to make events with')];
	const against = { name: 'event → bare client', summary: summarize(bare) };
	const late = own.map((time, index) => time - (bare[index] ?? 0));
	return [
		durationRow(setting, 'event → frame', summarize(own), against),
		durationRow(setting, 'event → frame, after the bare client', summarize(late)),
	];
}

async function measure(
	{ dockerSocket }: NodeUnderTest,
	terminal: Terminal,
	prepare: (wire: DockerWire) => Promise<Happening[]>,
): Promise<EventTimes> {
	if (!dockerSocket) throw new Error('events are made through Docker, and there is none');
	const wire = await openDockerWire(dockerSocket);
	try {
		await showWholeTimeline(terminal);
		const own: number[] = [];
		const bare: number[] = [];
		for (const happening of await prepare(wire)) {
			const { shown, event } = await observe(terminal, happening);
			own.push(performance.timeOrigin + shown - event.at);
			bare.push(event.heardAt - event.at);
		}
		return { own, bare };
	} finally {
		wire.close();
	}
}

/** By the keys, from the first pane: next pane until it is the timeline, and that of the whole node. */
async function showWholeTimeline(terminal: Terminal): Promise<void> {
	const keys = Array.from({ length: paneIds.indexOf('timeline') }, () => ']');
	terminal.press(...keys, 'a');
	await terminal.waitFor(/ whole node\b/, { what: 'the timeline of the whole node' });
}

async function observe(terminal: Terminal, happening: Happening): Promise<{ shown: number; event: HeardEvent }> {
	const shown = terminal.waitFor(happening.words, { what: `${happening.words} in the timeline` });
	try {
		const [event, { at }] = await Promise.all([happening.cause(), shown]);
		return { shown: at, event };
	} finally {
		await happening.cleanUp?.();
	}
}

function killing(wire: DockerWire, name: string, id: string): Happening {
	const [, container, pod] = name.split('_');
	return {
		words: new RegExp(`\\bdie\\b.*/${pod} +${container}\\b`),
		async cause() {
			const heard = wire.hear('die', id);
			await wire.post(`/containers/${id}/kill`);
			return heard;
		},
	};
}

function creating(wire: DockerWire, name: string, image: string): Happening {
	return {
		words: new RegExp(`\\bcreate\\b.*${name}\\b`),
		async cause() {
			const heard = wire.hear('create', name);
			await wire.post(`/containers/create?name=${name}`, { Image: image, Cmd: ['true'] });
			return heard;
		},
		cleanUp: () => wire.remove(`/containers/${name}?force=1`),
	};
}
