import { setTimeout as delay } from 'node:timers/promises';
import type { Terminal } from '../helpers/terminal.ts';
import { parseContainerRows } from './container-rows.ts';
import { type DockerWire, openDockerWire } from './docker-wire.ts';
import { type CpuShare, measureCpu } from './measure-daemon.ts';
import { showWholeTimeline } from './measure-events.ts';
import { keyRows } from './measure-screen.ts';
import { measureSettling } from './measure-settling.ts';
import { isComplete, openScreen } from './open-screen.ts';
import { type OpenedNode, openSimulatedNode } from './open-simulated-node.ts';
import { pressKeys } from './press-key.ts';
import { readProcessUsage } from './process-usage.ts';
import { summarize } from './statistics.ts';
import type { StormOrder } from './storm-load.ts';
import { durationRow, formatMebibytes, type Row } from './table.ts';

export type StormSize = { pods: number; eventsPerSecond: number; seconds: number; marked: number };

/**
 * A storm of events on a node, with everything on the screen that shows it: containers unfolded, and the timeline of the whole
 * node. Keys are pressed in its first half; in its second one the timeline is that of a pod to which little happens, so that
 * an event of it can be seen among all the others.
 */
export async function measureStorm(size: StormSize): Promise<Row[]> {
	const node = await openSimulatedNode(size.pods);
	const terminal = openScreen(node);
	const wire = await openDockerWire(`${node.dockerSocket}`);
	try {
		await terminal.waitFor((screen) => isComplete(screen, node.pods), { what: 'all pods', timeout: 60_000 });
		terminal.press('t');
		await showWholeTimeline(terminal);
		// the inspections of what was listed are over
		await delay(3_000);
		return await weather({ node, terminal, wire }, size);
	} finally {
		wire.close();
		await terminal.dispose();
		await node.close();
	}
}

type Site = { node: OpenedNode; terminal: Terminal; wire: DockerWire };

async function weather({ node, terminal, wire }: Site, size: StormSize): Promise<Row[]> {
	const setting = `${node.setting}, storm`;
	const { order, quiet } = plan(await wire.running(), terminal.screen(), size);
	const before = { count: wire.count(), chunk: terminal.received.chunks().length, at: performance.now() };
	const calm = readProcessUsage(terminal.pid).resident;
	const storm = node.storm(order);
	const cpu = measureCpu([terminal.pid, node.pid ?? 0], size.seconds);
	const counted = cpu.then(() => wire.count() - before.count);
	const half = before.at + (size.seconds * 1000) / 2;
	const keys = await pressKeys(terminal, () => performance.now() > half);
	const marks = await observeMarks({ node, terminal, wire }, quiet, before.at + size.seconds * 1000, size.marked);
	const [[own, others], count] = await Promise.all([cpu, counted, storm]);
	const output = {
		bytes: terminal.received.bytes(before.chunk),
		frames: terminal.received.frames(before.chunk).length,
	};
	const settled = await measureSettling(node, terminal, wire);
	const { resident, residentPeak } = readProcessUsage(terminal.pid);
	const row = (what: string, value: string, more?: Partial<Row>): Row => ({ setting, what, value, ...more });
	return [
		row('events of containers', `${(count / size.seconds).toFixed(0)} events/s`, {
			spread: `${count} in ${size.seconds} s`,
		}),
		row('CPU', formatShare(own), { ...spreadOf(own), against: `the simulated node: ${formatShare(others)}` }),
		row('output', `${(output.bytes / 1024 / size.seconds).toFixed(1)} KiB/s`, {
			spread: `${(output.frames / size.seconds).toFixed(0)} frames/s`,
		}),
		...keyRows(setting, '', keys),
		...(marks.length > 0 ? [durationRow(setting, 'event → frame', summarize(marks))] : []),
		row('resident memory', formatMebibytes(resident), {
			spread: `peak ${formatMebibytes(residentPeak)}`,
			against: `before: ${formatMebibytes(calm)}`,
			ratio: (resident / calm).toFixed(2),
		}),
		row('last event → all rows on the screen are right', `${settled.milliseconds.toFixed(0)} ms`, {
			spread: `as get says, ${settled.rows} rows`,
		}),
	];
}

/** A container to which nothing else happens. */
type Quiet = { id: string };

/** All containers of all pods but the first one in sight; once more at the end what is in sight. */
function plan(
	running: ReadonlyMap<string, string>,
	screen: string,
	{ eventsPerSecond, seconds }: StormSize,
): { order: StormOrder; quiet: Quiet } {
	// the name is k8s_CONTAINER_POD_NAMESPACE_UID_ATTEMPT
	const all = [...running].map(([name, id]) => ({ id, container: name.split('_')[1], pod: name.split('_')[4] ?? '' }));
	const inSight = [...parseContainerRows(screen).keys()];
	const first = all.find(({ id }) => id.startsWith(`${inSight[0]}`));
	const quiet = all.find(({ pod, container }) => pod === first?.pod && container !== 'POD');
	if (quiet === undefined) throw new Error('no container is in sight');
	const some = all.filter(({ pod, container }) => container !== 'POD' && pod !== quiet.pod);
	return {
		quiet,
		order: {
			containers: some.map(({ id }) => id),
			pods: [...new Set(some.map(({ pod }) => pod))],
			eventsPerSecond,
			seconds,
			last: some.map(({ id }) => id).filter((id) => inSight.includes(id.slice(0, 12))),
		},
	};
}

/** Real-time signals, which nobody uses: each event with one is told from all others. PID 1 ignores what it does not handle. */
const firstSignal = 34;
const lastSignal = 63;

/** Milliseconds from each event to the frame that shows it, by Docker's clock. */
async function observeMarks(
	{ terminal, wire }: Site,
	quiet: Quiet,
	until: number,
	wanted: number,
): Promise<readonly number[]> {
	// back to that of the selected pod, the first one
	terminal.press('a', 'home');
	const pause = (until - performance.now()) / (wanted + 1);
	const times: number[] = [];
	for (let signal = firstSignal; times.length < wanted && signal <= lastSignal; signal++) {
		await delay(Math.max(0, pause / 2));
		if (performance.now() >= until) break;
		const words = new RegExp(`\\bkill\\b.* signal ${signal}\\b`);
		const shown = terminal.waitFor(words, { what: `${words} in the timeline`, timeout: 30_000 });
		const heard = wire.hear('kill', quiet.id);
		const [{ at: shownAt }, { at }] = await Promise.all([
			shown,
			heard,
			wire.post(`/containers/${quiet.id}/kill?signal=${signal}`),
		]);
		times.push(performance.timeOrigin + shownAt - at);
	}
	return times;
}

function formatShare(share: CpuShare | undefined): string {
	return `${(share?.whole ?? 0).toFixed(0)} % of a core`;
}

function spreadOf(share: CpuShare | undefined): Pick<Row, 'spread'> {
	return share ? { spread: `${share.slices.low.toFixed(0)} … ${share.slices.high.toFixed(0)} %` } : {};
}
