import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventsRequest, runEvents } from '../../source/commands/events.ts';
import { runGet } from '../../source/commands/get.ts';
import type { formatStoryJson } from '../../source/output/story-json.ts';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { createIo, requestFor, type Written } from '../helpers/command.ts';
import { until } from '../helpers/engine-until.ts';

type Story = ReturnType<typeof formatStoryJson>;
type Line = { at: string; source: string; type: string; pod?: string; id?: string; message?: string };

let node: SimulatedNode;
beforeAll(async () => {
	node = await createSimulatedNode();
});
afterAll(() => node.close());

/** All lines; the stories among them are whole. */
function read(io: Written): (Line & Partial<Story>)[] {
	const lines = io.stdout().split('\n');
	expect(lines.pop()).toBe('');
	return lines.map((line) => JSON.parse(line));
}

const storiesOf = (io: Written, pod: string) => read(io).filter((line) => line.type === 'story' && line.pod === pod);
/** The kubelet can be quicker than the last of a pod's processes: then a container's restart is a story of its own. */
const recyclesOf = (io: Written, pod: string) => storiesOf(io, pod).filter(({ scope }) => scope === 'sandbox');

/** Follows events while `what` goes on, and returns what was written. */
async function follow(request: EventsRequest, what: (io: Written) => Promise<unknown>): Promise<Written> {
	const io = createIo();
	const ended = runEvents(request, requestFor(node), io);
	// health belongs to no namespace
	const isHealth = ({ type }: Line) => type === 'SourceHealth' || request.kubeNamespace !== undefined;
	const wanted = request.kubeNamespace === undefined ? 3 : 1;
	await until('all sources are live', 15, () => (read(io).filter(isHealth).length >= wanted ? true : undefined));
	await what(io);
	io.stop();
	expect(await ended).toBe(0);
	return io;
}

const end = (pod: string, container?: string, kubeNamespace?: string) => {
	const found = node.findContainer(pod, container, kubeNamespace);
	if (!found) throw new Error(`${pod} is not there`);
	return node.run({ do: 'kill', id: found.id });
};

/** Once more, by the API server’s word. */
async function isBack(pod: string): Promise<boolean> {
	const io = createIo();
	await runGet({ names: [pod], kubeNamespace: 'default' }, requestFor(node), io);
	return / 1\/1 +Running +1 /.test(io.stdout());
}

describe('stories', () => {
	it('are told when they begin and when they are over, after the events that they are made of', async () => {
		const io = await follow({}, async (io) => {
			await end('pause-test2');
			await until('the end of the story', 20, () => (recyclesOf(io, 'pause-test2').length >= 2 ? true : undefined));
		});
		const stories = recyclesOf(io, 'pause-test2');
		expect(stories).toMatchObject([
			{ scope: 'sandbox', status: 'running', before: { sandboxAttempt: 0 } },
			{
				scope: 'sandbox',
				status: 'recovered',
				before: { sandboxAttempt: 0 },
				after: { sandboxAttempt: 1, restarts: expect.any(Number) },
			},
		]);
		const [begun, over] = stories;
		expect(over?.storyId).toBe(begun?.storyId);
		expect(over?.trigger).toMatchObject({ cause: 'exit' });
		expect(over?.after?.linuxNamespaces).toBeDefined();

		const lines = read(io);
		const place = (wanted: (line: Line & Partial<Story>) => boolean) => {
			const index = lines.findIndex(wanted);
			expect(index).toBeGreaterThanOrEqual(0);
			return index;
		};
		const isDeath = ({ type, pod, id }: Line) => type === 'die' && pod === 'pause-test2' && id !== undefined;
		expect(place(isDeath)).toBeLessThan(
			place(({ storyId, status }) => storyId === begun?.storyId && status === 'running'),
		);
		const isBack = (line: Line) => line.type === 'PodChanged' && line.message?.startsWith('3/3 Running') === true;
		expect(place((line) => line.pod === 'pause-test2' && isBack(line))).toBeLessThan(
			place(({ storyId, status }) => storyId === begun?.storyId && status === 'recovered'),
		);
	}, 60_000);

	it('of one container are told too', async () => {
		const io = await follow({}, async (io) => {
			await end('pause-test', 'nginx');
			await until('the end of the story', 20, () => (storiesOf(io, 'pause-test').length >= 2 ? true : undefined));
		});
		expect(storiesOf(io, 'pause-test')).toMatchObject([
			{ scope: 'container', container: 'nginx', status: 'running' },
			{ scope: 'container', container: 'nginx', status: 'recovered' },
		]);
	}, 60_000);

	it('of before are told where events of before are asked for, each once, as it ended', async () => {
		const io = await follow({ since: '2h' }, async (io) => {
			await until('the restarts of before', 15, () => (storiesOf(io, 'crasher').length >= 2 ? true : undefined));
		});
		const told = storiesOf(io, 'crasher');
		const keys = told.map(({ storyId, status }) => `${storyId} ${status}`);
		expect(new Set(keys).size).toBe(keys.length);
		const over = told.filter(({ status }) => status !== 'running');
		expect(over.length).toBeGreaterThan(0);
		expect(over.map(({ endedAt }) => endedAt)).toEqual(over.map(({ endedAt }) => endedAt).sort());
	}, 40_000);

	it('that were over before are not told', async () => {
		const isOld = ({ container, status }: Partial<Story>) => container === 'nginx' && status !== 'running';
		const io = await follow({}, async (io) => {
			await end('pause-test', 'ghost');
			await until('a story', 20, () => (storiesOf(io, 'pause-test').length > 0 ? true : undefined));
		});
		expect(storiesOf(io, 'pause-test').filter(isOld)).toEqual([]);
	}, 40_000);

	it('that were over before are not told, though nobody saw how soon the pod was Ready again', async () => {
		// with the host's network a pod can stay Ready all the while: then only the first look tells that it is
		await end('on-host');
		const before = node.findContainer('on-host', 'main')?.id;
		await until('the pod is back', 20, async () => {
			const { pid, id } = node.findContainer('on-host', 'main') ?? {};
			return pid !== undefined && id !== before && (await isBack('on-host')) ? true : undefined;
		});
		const io = await follow({}, async (io) => {
			await end('with-sidecar', 'app');
			await until('another story', 20, () => (storiesOf(io, 'with-sidecar').length > 0 ? true : undefined));
		});
		expect(storiesOf(io, 'on-host')).toEqual([]);
	}, 60_000);

	it('of other namespaces are not told where one is asked for', async () => {
		const pod = `static-web-${node.nodeName}`;
		const io = await follow({ kubeNamespace: 'kube-system', since: '2h' }, async (io) => {
			await end('pause-test', 'busybox');
			await end(pod, 'web', 'kube-system');
			await until('its story', 20, () => (storiesOf(io, pod).length >= 2 ? true : undefined));
		});
		expect(read(io).filter(({ kubeNamespace }) => kubeNamespace !== 'kube-system')).toEqual([]);
	}, 60_000);
});
