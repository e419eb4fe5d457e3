import { describe, expect, it } from 'vitest';
import type { RestartStory } from '../../../source/core/restart-story/restart-story.ts';
import { selectStories } from '../../../source/store/select-stories.ts';
import { observe } from '../../helpers/snapshot.ts';
import { blursOf, figuresOf } from './figures.ts';
import { observationsOf, readStory } from './recorded.ts';

type Figure = readonly [string, ...number[]];

/** The newest story of a recording, and when its command was given. */
function tell(name: string): { story: RestartStory; t0: number } {
	const recorded = readStory(name);
	const [story] = selectStories(observe(observationsOf(recorded))).stories;
	if (!story) throw new Error(`${name}: no story`);
	return { story, t0: recorded.t0 };
}

/** The figures are those of the recording's summary.txt: rounded where ours are cut off, so a millisecond may lie between them. */
function expectFigures(story: RestartStory, t0: number, expected: readonly Figure[]): void {
	const figures = figuresOf(story, t0);
	expect(figures.map(([step]) => step)).toEqual(expected.map(([step]) => step));
	for (const [index, [step, ...times]] of expected.entries()) {
		const told = figures[index]?.slice(1).map(Number) ?? [];
		expect(told.length, step).toBe(times.length);
		for (const [at, time] of times.entries()) expect(Math.abs((told[at] ?? NaN) - time), step).toBeLessThan(0.0025);
	}
}

describe('on Docker', () => {
	it('docker-stop: all die with the pause of a shared pid namespace', () => {
		const { story, t0 } = tell('docker-stop');
		expectFigures(story, t0, [
			['container-ended ghost#0 =137 event', 0.168],
			['container-ended nginx#0 =137 event', 0.169],
			['container-ended busybox#0 =137 event', 0.17],
			['pause-ended #0 =0 signal 15 event', 0.17],
			// the event says 22:55:55, and the command was given at 22:55:54.594
			['noticed event', 0.406],
			['sandbox-created #1 event', 0.57],
			['sandbox-started #1 event', 0.838],
			['container-started nginx#1 event', 1.009],
			['container-started ghost#1 event', 1.155],
			['container-started busybox#1 event', 1.305],
			['network-ready api', 1.51],
			// within the second of condition Ready, 22:55:56
			['ready api', 1.51],
		]);
		// noticed before the next pause was created at 0.570
		expect(blursOf(story)).toEqual({ noticed: 165 });
		expect(story).toMatchObject({
			scope: 'sandbox',
			status: 'recovered',
			trigger: { cause: 'exit', exitCode: 0, signal: 15 },
			pod: 'pause-test2',
			kubeNamespace: 'default',
			stayed: { uid: '367ed0f8-7b84-4fc8-bc10-ff5fb9cc03e8', nodeName: 'k8slab' },
			before: { sandboxAttempt: 0, sandboxPid: 4526, ip: '10.244.0.2', restarts: 0 },
			after: { sandboxAttempt: 1, sandboxPid: 7326, ip: '10.244.0.7', restarts: 3 },
		});
		// the freed numbers were given out again
		expect(story.after.linuxNamespaces?.net).toBe(story.before.linuxNamespaces?.net);
		expect(story.id).toMatch(/^367ed0f8-[-0-9a-f]*\/29f806935425/);
		expect(story.waitingFor).toBeUndefined();
	});

	it('docker-stop-again: a pause alone for 17 seconds of back-off', () => {
		const { story, t0 } = tell('docker-stop-again');
		expectFigures(story, t0, [
			['container-ended ghost#1 =137 event', 0.171],
			['container-ended nginx#1 =137 event', 0.181],
			['container-ended busybox#1 =137 event', 0.202],
			['pause-ended #1 =0 signal 15 event', 0.202],
			['noticed event', 0.688],
			['sandbox-created #2 event', 1.053],
			['sandbox-started #2 event', 1.246],
			['back-off nginx event', 1.246, 18.527],
			['back-off ghost event', 1.246, 18.663],
			['back-off busybox event', 1.246, 18.771],
			['network-ready api', 2.001],
			['container-started nginx#2 event', 18.527],
			['container-started ghost#2 event', 18.663],
			['container-started busybox#2 event', 18.771],
			['ready api', 19.264],
		]);
		expect(story.steps.find(({ kind }) => kind === 'back-off')?.message).toMatch(/^back-off 10s restarting/);
		expect(story).toMatchObject({
			status: 'recovered',
			before: { sandboxAttempt: 1, ip: '10.244.0.7', restarts: 3 },
			after: { sandboxAttempt: 2, ip: '10.244.0.8', restarts: 6 },
		});
	});

	it('docker-stop-again: tells the one before it from the records that are left', () => {
		const recorded = readStory('docker-stop-again');
		const [, older] = selectStories(observe(observationsOf(recorded))).stories;
		expect(older).toMatchObject({ scope: 'sandbox', status: 'recovered', before: { sandboxAttempt: 0 } });
		const told = new Set(
			older?.steps.filter(({ kind }) => /ended|started|created/.test(kind)).map(({ seenBy }) => seenBy),
		);
		expect([...told]).toEqual(['record']);
	});

	it('docker-stop-noshare: main outlives its pause, and the init containers have attempts 1 and 0', () => {
		const { story, t0 } = tell('docker-stop-noshare');
		expectFigures(story, t0, [
			['pause-ended #0 =0 signal 15 event', 0.064],
			['noticed event', 0.064],
			['container-ended main#0 =137 signal 9 event', 2.413],
			['sandbox-created #1 event', 2.573],
			['sandbox-started #1 event', 2.805],
			['init-run init-one#1 =0 event', 2.961, 4.008],
			['network-ready api', 3.558],
			['init-run init-two#0 =0 event', 4.581, 5.609],
			['container-started main#1 event', 6.596],
			['ready api', 7.45],
		]);
		// between the pause's end and the TERM for main at 0.348
		expect(blursOf(story).noticed).toBe(285);
		expect(story).toMatchObject({ status: 'recovered', before: { restarts: 0 }, after: { restarts: 1 } });
		expect(story.before.containers.map(({ name, kind, attempt }) => [name, kind, attempt])).toEqual([
			['init-one', 'init', 0],
			['init-two', 'init', 0],
			['main', 'app', 0],
		]);
		expect(story.after.containers.map(({ attempt }) => attempt)).toEqual([1, 0, 1]);
	});

	it('docker-kill-hostnet: never not Ready, and no address to wait for', () => {
		const { story, t0 } = tell('docker-kill-hostnet');
		expectFigures(story, t0, [
			['pause-ended #0 =137 signal 9 event', 0.086],
			['noticed event', 0.218],
			['container-ended main#0 =137 signal 9 event', 3.053],
			['sandbox-created #1 event', 3.097],
			['sandbox-started #1 event', 3.221],
			['container-started main#1 event', 3.376],
			['ready api', 4.007],
		]);
		expect(story).toMatchObject({ status: 'recovered', before: { ip: '192.0.2.2' }, after: { ip: '192.0.2.2' } });
	});

	it('docker-rm: attempt 0 again, and no word of a changed sandbox', () => {
		const { story, t0 } = tell('docker-rm');
		expectFigures(story, t0, [
			['container-ended nginx#0 =137 event', 0.126],
			['container-ended ghost#0 =137 event', 0.158],
			['container-ended busybox#0 =137 event', 0.169],
			['pause-ended #0 =137 signal 9 event', 0.18],
			['noticed event', 0.387],
			['sandbox-created #0 event', 0.387],
			['sandbox-started #0 event', 0.656],
			['container-started nginx#1 event', 0.813],
			['container-started ghost#1 event', 0.975],
			['container-started busybox#1 event', 1.145],
			['network-ready api', 1.336],
			['ready api', 1.336],
		]);
		expect(story.trigger).toEqual({ cause: 'removed' });
		expect(story.before.sandboxId).not.toBe(story.after.sandboxId);
		expect(story).toMatchObject({
			before: { sandboxAttempt: 0, ip: '10.244.0.3' },
			after: { sandboxAttempt: 0, ip: '10.244.0.10' },
		});
	});

	it('docker-stop-app: one container, whose sandbox stays, in back-off to the end', () => {
		const { story, t0 } = tell('docker-stop-app');
		expectFigures(story, t0, [
			['container-ended ghost#1 =143 signal 15 event', 0.135],
			['back-off ghost event', 0.308],
			['container-started ghost awaited'],
			['ready awaited'],
		]);
		expect(story).toMatchObject({
			scope: 'container',
			container: 'ghost',
			containerKind: 'app',
			status: 'running',
			waitingFor: 'the back-off',
			trigger: { cause: 'exit', exitCode: 143, signal: 15 },
		});
		expect(story.after.sandboxId).toBe(story.before.sandboxId);
		expect(story.after.containers.find(({ name }) => name === 'ghost')?.id).toBeUndefined();
		expect(story.after.containers.find(({ name }) => name === 'nginx')?.attempt).toBe(1);
	});

	it('docker-delete-pod: over, and not to be recovered', () => {
		const { story, t0 } = tell('docker-delete-pod');
		expectFigures(story, t0, [
			['container-ended ghost#2 =143 signal 15 event', 0.2],
			['container-ended nginx#2 =143 signal 15 event', 0.203],
			['container-ended busybox#2 =143 signal 15 event', 0.205],
			['pause-ended #2 =0 signal 15 event', 0.301],
		]);
		expect(story).toMatchObject({ scope: 'sandbox', status: 'ended', trigger: { reason: 'PodDeleted' } });
		expect((story.endedAt ?? 0) - t0).toBeCloseTo(301, -1);
		expect(story.after.sandboxId).toBeUndefined();
	});
});

describe('on containerd', () => {
	it('containerd-crictl-stopp: one after the other, the sandbox last', () => {
		const { story, t0 } = tell('containerd-crictl-stopp');
		expectFigures(story, t0, [
			['container-ended busybox#0 =137 event', 0.098],
			['container-ended nginx#0 =137 event', 0.217],
			['container-ended ghost#0 =137 event', 0.293],
			['pause-ended #0 =137 event', 0.365],
			// 23:06:20
			['noticed event', 0.641],
			['sandbox-created #1 event', 0.725],
			['sandbox-started #1 event', 0.882],
			['container-started nginx#1 event', 0.995],
			['container-started ghost#1 event', 1.091],
			['container-started busybox#1 event', 1.204],
			['network-ready api', 1.685],
			['ready api', 1.685],
		]);
		expect(story).toMatchObject({
			scope: 'sandbox',
			trigger: { cause: 'exit', exitCode: 137 },
			before: { sandboxAttempt: 0, ip: '10.244.0.4', restarts: 0 },
			after: { sandboxAttempt: 1, ip: '10.244.0.7', restarts: 3 },
		});
	});

	it('containerd-ctr-kill: the apps’ ends are told before the pause’s', () => {
		const { story, t0 } = tell('containerd-ctr-kill');
		expectFigures(story, t0, [
			['container-ended nginx#0 =137 event', 0.038],
			['container-ended ghost#0 =137 event', 0.048],
			['container-ended busybox#0 =137 event', 0.059],
			// exited_at; the event itself was sent at 0.063
			['pause-ended #0 =137 event', 0.061],
			['noticed event', 0.77],
			['sandbox-created #1 event', 0.947],
			['sandbox-started #1 event', 1.059],
			['container-started nginx#1 event', 1.146],
			['container-started ghost#1 event', 1.24],
			['container-started busybox#1 event', 1.33],
			['network-ready api', 2.057],
			['ready api', 2.057],
		]);
	});

	it('containerd-ctr-term-noshare: main outlives its pause here too', () => {
		const { story, t0 } = tell('containerd-ctr-term-noshare');
		expectFigures(story, t0, [
			['pause-ended #0 =0 event', 0.023],
			['noticed event', 0.488],
			['container-ended main#0 =137 event', 2.704],
			['sandbox-created #1 event', 2.849],
			['sandbox-started #1 event', 2.966],
			['init-run init-one#1 =0 event', 3.08, 4.091],
			['network-ready api', 3.777],
			['init-run init-two#0 =0 event', 4.808, 5.809],
			['container-started main#1 event', 6.803],
			['ready api', 7.748],
		]);
		expect(story.after.containers.map(({ attempt }) => attempt)).toEqual([1, 0, 1]);
	});

	it('containerd-ctr-kill-app: one container, in back-off to the end', () => {
		const { story, t0 } = tell('containerd-ctr-kill-app');
		expectFigures(story, t0, [
			['container-ended ghost#1 =137 event', 0.086],
			['back-off ghost event', 0.426],
			['container-started ghost awaited'],
			['ready awaited'],
		]);
		expect(story).toMatchObject({ scope: 'container', container: 'ghost', status: 'running' });
	});
});
