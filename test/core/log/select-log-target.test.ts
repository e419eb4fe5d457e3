import { describe, expect, it } from 'vitest';
import type { KubePod } from '../../../source/core/kube-pod.ts';
import { formatLogStamp } from '../../../source/core/log/format-log-stamp.ts';
import { selectLogTarget, selectRowLog } from '../../../source/core/log/select-log-target.ts';
import type { ContainerView, PodView } from '../../../source/core/node-view.ts';

function container(name: string, attempt: number, more: Partial<ContainerView> = {}): ContainerView {
	return {
		name,
		kind: 'app',
		state: 'running',
		current: true,
		attempt,
		id: `${name}${attempt}`,
		runtime: 'docker',
		...more,
	};
}

const old = (name: string, attempt: number) => container(name, attempt, { current: false, state: 'exited' });

function pod(containers: ContainerView[], api?: Partial<KubePod>): PodView {
	const metadata = { name: 'web', namespace: 'shop', uid: 'u', ...api?.metadata };
	return {
		uid: 'u',
		kubeNamespace: 'shop',
		name: 'web',
		matched: 'runtime',
		status: 'Running',
		sandboxes: [],
		containers,
		...(api && { api: { spec: { containers: [] }, ...api, metadata } }),
	};
}

const lastRun = (name: string, containerID: string): Partial<KubePod> => ({
	status: { containerStatuses: [{ name, lastState: { terminated: { exitCode: 1, containerID } } }] },
});

const id = (choice: ReturnType<typeof selectLogTarget>) => ('target' in choice ? choice.target.id : choice.problem);

describe('which container', () => {
	it('the only one, whatever else there was', () => {
		const choice = selectLogTarget(
			pod([container('init', 0, { kind: 'init', state: 'exited' }), container('app', 2), old('app', 1)]),
			{},
		);
		expect(choice).toEqual({
			target: {
				podUid: 'u',
				kubeNamespace: 'shop',
				pod: 'web',
				runtime: 'docker',
				id: 'app2',
				container: 'app',
				attempt: 2,
			},
		});
	});

	it('the one that is named, or annotated', () => {
		const containers = [container('a', 0), container('b', 0), container('c', 0)];
		const metadata = {
			name: 'web',
			namespace: 'shop',
			uid: 'u',
			annotations: { 'kubectl.kubernetes.io/default-container': 'b' },
		};
		expect(id(selectLogTarget(pod(containers, { metadata }), {}))).toBe('b0');
		expect(id(selectLogTarget(pod(containers, { metadata }), { container: 'c' }))).toBe('c0');
	});

	it('of several none: their names, in kubectl’s words', () => {
		const containers = [
			container('setup', 0, { kind: 'init' }),
			container('proxy', 0, { kind: 'sidecar' }),
			container('nginx', 1),
			old('nginx', 0),
			container('ghost', 0),
			container('debug', 0, { kind: 'ephemeral' }),
		];
		expect(id(selectLogTarget(pod(containers), {}))).toBe(
			'a container name must be specified for pod web, choose one of: [nginx ghost] or one of the init containers: [setup proxy] or one of the ephemeral containers: [debug]',
		);
	});

	it('none of that name, none started, none at all', () => {
		const waiting = container('app', 0, { id: undefined, state: 'waiting', reason: 'ImagePullBackOff' });
		expect(id(selectLogTarget(pod([waiting]), { container: 'x' }))).toBe('container x is not valid for pod web');
		expect(id(selectLogTarget(pod([waiting]), {}))).toBe(
			'container "app" in pod "web" is waiting to start: ImagePullBackOff',
		);
		expect(id(selectLogTarget(pod([]), {}))).toBe('pod web has no containers on this node');
	});

	it('while the next run waits, the log of the last one', () => {
		const waiting = container('app', 3, { id: undefined, state: 'waiting', reason: 'CrashLoopBackOff' });
		expect(id(selectLogTarget(pod([waiting, old('app', 2)]), {}))).toBe('app2');
	});
});

describe('the run before', () => {
	it('is the newest older attempt', () => {
		expect(id(selectLogTarget(pod([container('app', 3), old('app', 2), old('app', 1)]), { previous: true }))).toBe(
			'app2',
		);
	});

	it('is what the API calls the last one: in a back-off the very one that is listed', () => {
		const crashed = container('app', 2, { state: 'exited', reason: 'CrashLoopBackOff' });
		const view = pod([crashed, old('app', 1)], lastRun('app', 'docker://app2'));
		expect(id(selectLogTarget(view, { previous: true }))).toBe('app2');
	});

	it('may have left only its file', () => {
		const view = pod([container('app', 3)], lastRun('app', 'docker://gone'));
		expect(selectLogTarget(view, { previous: true })).toEqual({
			target: { podUid: 'u', kubeNamespace: 'shop', pod: 'web', container: 'app', attempt: 2 },
		});
	});

	it('there was none', () => {
		expect(id(selectLogTarget(pod([container('app', 0)]), { previous: true }))).toBe(
			'previous terminated container "app" in pod "web" not found',
		);
	});

	it('of a row in the list is the one before that row', () => {
		const chain = [container('app', 3), old('app', 2), old('app', 1)];
		const row = chain[1] as ContainerView;
		expect(id(selectRowLog(pod(chain), row))).toBe('app2');
		expect(id(selectRowLog(pod(chain), row, { previous: true }))).toBe('app1');
	});
});

it.each([
	['2026-11-22T04:01:51.123456789Z', '2026-11-22T04:01:51.123456789Z'],
	['2026-11-22T04:01:51.5Z', '2026-11-22T04:01:51.500000000Z'],
	['2026-11-22T04:01:51Z', '2026-11-22T04:01:51.000000000Z'],
	['2026-11-22T04:01:51.5+02:00', '2026-11-22T04:01:51.500000000+02:00'],
	['nonsense', 'nonsense'],
])('the time %s is printed as %s', (stamp, text) => expect(formatLogStamp(stamp)).toBe(text));
