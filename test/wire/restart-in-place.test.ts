import { request } from 'node:http';
import { expect, it } from 'vitest';
import { selectNodeView } from '../../source/store/select-node-view.ts';
import { openBench } from './action-bench.ts';

function post(socketPath: string, path: string): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		const asked = request({ socketPath, path, method: 'POST' }, (response) => {
			response.resume().on('end', () => resolve(response.statusCode));
		});
		asked.on('error', reject).end();
	});
}

it.each([
	['restart', ['restart?t=0'], true],
	['kill and start', ['kill', 'start'], true],
	['kill and start, of which no answer tells before it runs again', ['kill', 'start'], false],
])('%s: what runs never has the process of the run before', async (_, calls, answers) => {
	const { node, recorder, wiring, until } = await openBench();
	if (node.runtime !== 'docker') throw new Error('this is about Docker');
	const find = () => {
		const containers = selectNodeView(wiring.store.get()).pods.flatMap((pod) => pod.containers);
		return containers.find(({ name, current }) => name === 'nginx' && current);
	};
	await until(() => find()?.linuxNamespaces?.net.inode !== undefined);
	const before = find();
	// or the kubelet might be faster than `docker start`
	const pod = selectNodeView(wiring.store.get()).pods.find(({ containers }) =>
		containers.some(({ id }) => id === before?.id),
	);
	node.kubelet.stick('work', `${pod?.uid}`, true);
	const seen: ReturnType<typeof find>[] = [];
	const unsubscribe = wiring.store.subscribe(() => void seen.push(find()));

	const ask = async (call: string) =>
		expect(await post(node.dockerSocket, `/containers/${before?.id}/${call}`)).toBe(204);
	if (!answers) recorder.refuse(/^GET \/containers\/[^/]+\/json/);
	for (const call of calls) await ask(call);
	recorder.refuse(undefined);
	// nothing comes of SIGCONT but an event, and so another inspection
	if (!answers) await ask('kill?signal=18');
	// the runtime does not know namespaces: /proc has been read again
	await until(() => {
		const now = find();
		const isNew = now?.startedAt !== before?.startedAt && now?.pid !== before?.pid;
		return isNew && now?.startTicks !== undefined && now.linuxNamespaces?.net.inode !== undefined;
	});
	unsubscribe();

	const runsAnew = seen.filter((row) => row?.state === 'running' && row.startedAt !== before?.startedAt);
	expect(runsAnew.length).toBeGreaterThan(0);
	for (const row of runsAnew) {
		expect(row).toMatchObject({ id: before?.id, pid: expect.any(Number) });
		expect(row?.pid).not.toBe(before?.pid);
		expect(row?.startTicks).not.toBe(before?.startTicks);
	}
});
