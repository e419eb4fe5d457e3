import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inspectCri } from '../../../source/adapters/cri/inspect-cri.ts';
import { readCriOnce } from '../../../source/adapters/cri/read-cri-once.ts';
import { readCriReport } from '../../../source/adapters/cri/read-cri-report.ts';
import { realClock } from '../real-clock.ts';
import { type CriServer, startCriServer } from './cri-server.ts';
import { readRecordedListing, show } from './recorded.ts';

let server: CriServer;
const recorded = readRecordedListing('after');

beforeEach(async () => {
	server = await startCriServer();
	show(server, recorded);
});
afterEach(() => server.close());

const read = (inspect: 'all' | 'none', requestTimeout?: number) =>
	readCriOnce({ endpoint: { path: server.path }, name: 'containerd', inspect, clock: realClock, requestTimeout });

describe('one look', () => {
	test('gives one whole listing and the health', async () => {
		const [listing, health] = await read('all');
		if (listing?.kind !== 'runtime-listing') return expect.fail('the listing comes first');
		const [ids, recordedIds] = [listing.records, [...recorded.sandboxes, ...recorded.containers]].map((items) =>
			items.map(({ id }) => id).toSorted(),
		);
		expect(ids).toEqual(recordedIds);
		const killed = listing.records.filter(
			({ metadata, state }) => metadata?.podName === 'pause-test' && state === 'exited',
		);
		expect(killed.map(({ exitCode, reason, oomKilled }) => [exitCode, reason, oomKilled])).toEqual(
			Array(3).fill([137, 'Error', false]),
		);
		expect(health).toMatchObject({
			kind: 'health',
			health: 'live',
			version: '1.6.20',
			endpoint: `unix://${server.path}`,
		});
	});

	test('without statuses takes three calls', async () => {
		await read('none');
		expect(server.calls.toSorted()).toEqual(['ListContainers', 'ListPodSandbox', 'Version']);
	});

	test('says what did not answer and gives the rest', async () => {
		const hanging = recorded.containers[0]?.id ?? '';
		server.deviate = (_, id) => (id === hanging ? 'never' : undefined);
		const [listing, health] = await read('all', 300);
		expect(listing).toMatchObject({ records: { length: recorded.sandboxes.length + recorded.containers.length } });
		expect(health).toMatchObject({
			health: 'degraded',
			detail: expect.stringMatching(/has not answered within 0\.3 s$/),
		});
	});
});

describe('a look at one', () => {
	test('gives the answer with its info unpacked', async () => {
		const id = Object.keys(recorded.statuses)[0] ?? '';
		const role = recorded.sandboxes.some((item) => item.id === id) ? 'sandbox' : 'container';
		expect(await inspectCri({ path: server.path }, { id, role })).toMatchObject({
			status: { id },
			info: { pid: expect.any(Number), runtimeSpec: { ociVersion: expect.any(String) } },
		});
	});

	test('that is gone says so', async () => {
		await expect(inspectCri({ path: server.path }, { id: 'f'.repeat(64), role: 'container' })).rejects.toMatchObject({
			message: 'container fffffffffffff is gone',
			remedy: expect.stringMatching(/\S/),
		});
	});
});

describe('a report for doctor', () => {
	test('tells what it is, how changes are learned of, and its conditions', async () => {
		expect(await readCriReport({ path: server.path })).toEqual({
			runtime: 'containerd',
			version: '1.6.20',
			apiVersion: 'v1',
			endpoint: `unix://${server.path}`,
			live: 'containerd-events',
			status: { conditions: [{ type: 'RuntimeReady', status: true }] },
		});
	});

	test('tells whether the image of the pauses is there', async () => {
		const info = { config: '{"sandboxImage":"registry.k8s.io/pause:3.9"}' };
		const images = [{ id: 'sha256:1', repoTags: ['registry.k8s.io/pause:3.9'], pinned: true }];
		server.deviate = (method) =>
			method === 'Status' ? { answer: { info } } : method === 'ListImages' ? { answer: { images } } : undefined;
		expect((await readCriReport({ path: server.path })).pauseImage).toEqual({
			name: 'registry.k8s.io/pause:3.9',
			present: true,
			pinned: true,
		});
	});

	test('tells why changes are only listed', async () => {
		const other = await startCriServer({ containerd: false, criEvents: 'off' });
		other.version = { runtimeName: 'cri-o', runtimeVersion: '1.30.1' };
		expect(await readCriReport({ path: other.path })).toMatchObject({
			live: 'listing',
			why: 'cri-o does not offer events (enable_pod_events is off)',
		});
		await other.close();
	});
});
