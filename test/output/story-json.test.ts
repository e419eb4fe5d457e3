import { describe, expect, test } from 'vitest';
import { formatStoryJson } from '../../source/output/story-json.ts';
import { idOf, now } from '../ui/node-builders.ts';
import { buildContainerRestart, buildRecycle, buildRunningRecycle, recycledUid } from '../ui/story-builders.ts';

/** As a script reads it. */
const read = (story: Parameters<typeof formatStoryJson>[0]) => JSON.parse(JSON.stringify(formatStoryJson(story)));

describe('formatStoryJson', () => {
	test('tells a recycle with full ids, RFC 3339 times and offsets in milliseconds', () => {
		const { steps, before, after, ...rest } = read(buildRecycle());
		expect(rest).toEqual({
			at: '2026-05-01T12:04:29.170Z',
			source: 'pausetop',
			type: 'story',
			kubeNamespace: 'default',
			pod: 'pause-test2',
			podUid: recycledUid,
			storyId: `${recycledUid}/${idOf(6, 0, 0)}`,
			scope: 'sandbox',
			status: 'recovered',
			beganAt: '2026-05-01T12:04:29.170Z',
			endedAt: '2026-05-01T12:04:30.582Z',
			durationMs: 1412,
			message: 'recycle #0 → #1, stopped by you, Ready after 1.4s',
			trigger: { cause: 'action', action: 'restart-sandbox', actionId: 'action-1' },
			stayed: { uid: recycledUid, createdAt: '2026-05-01T11:37:45.000Z', nodeName: 'worker-2' },
		});
		expect(steps).toHaveLength(12);
		expect(steps.slice(1, 2)).toEqual([
			{
				kind: 'container-ended',
				at: '2026-05-01T12:04:29.172Z',
				offsetMs: 2,
				seenBy: 'event',
				container: 'nginx',
				attempt: 0,
				id: idOf(6, 1, 0),
				exitCode: 137,
				signal: 9,
			},
		]);
		expect(before).toMatchObject({ sandboxId: idOf(6, 0, 0), sandboxAttempt: 0, restarts: 0, ip: '10.244.0.2' });
		expect(after.linuxNamespaces).toEqual({ net: 4026532609, ipc: 4026532701, uts: 4026532606, pid: 4026532702 });
		expect(after.containers[0]).toEqual({ name: 'nginx', kind: 'app', id: idOf(6, 1, 1), attempt: 1, pid: 20915 });
	});

	test('keeps coarse times as they are, with what they may be off by', () => {
		const noticed = read(buildRecycle()).steps.find(({ kind }: { kind: string }) => kind === 'noticed');
		expect(noticed).toEqual({
			kind: 'noticed',
			at: '2026-05-01T12:04:29.000Z',
			offsetMs: -170,
			resolutionMs: 1000,
			seenBy: 'api',
		});
	});

	test('leaves out what is not known, and tells what took how long', () => {
		const running = read(buildRunningRecycle());
		expect(running).not.toHaveProperty('endedAt');
		expect(running).not.toHaveProperty('durationMs');
		expect(running).toMatchObject({ status: 'running', waitingFor: 'back-off 20s' });
		expect(running.message).toBe('recycle #1 → #2, pause ended (exit 0), running');
		expect(running.steps.slice(-4)).toEqual([
			expect.objectContaining({ kind: 'init-run', offsetMs: 900, durationMs: 1050, exitCode: 0 }),
			expect.objectContaining({ kind: 'back-off', offsetMs: 2000, at: new Date(now - 2000).toISOString() }),
			{ kind: 'container-started', container: 'nginx' },
			{ kind: 'ready' },
		]);
	});

	test('names the container of a container’s story', () => {
		expect(read(buildContainerRestart())).toMatchObject({
			scope: 'container',
			container: 'boom',
			containerKind: 'app',
			trigger: { cause: 'exit', exitCode: 137, signal: 9, oomKilled: true },
		});
	});
});
