import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findLab, type Lab, requireLab } from '../helpers/engine-lab.ts';
import { until } from '../helpers/engine-until.ts';
import { runPiped } from '../helpers/terminal-pausetop.ts';
import { evidenceOf } from './finding-entry.ts';
import { giveSameIp } from './finding-ip.ts';
import { createFindingPods, type FindingPods, isReady, mainOf } from './finding-pods.ts';
import type { FindingRuntime } from './finding-runtime.ts';
import { type FindingWatch, isAbout, type Sought, watchFindings } from './finding-watch.ts';

/** What breaks on a real node, broken there: what is said of it, whether that is so, and whether it ends when the fault does. */
export function describeFindings(runtime: FindingRuntime): void {
	describe(`findings on a real node with ${runtime.name}`, () => {
		let lab: Lab | undefined;
		let obstacle: string | undefined;
		let watch: FindingWatch | undefined;
		let pods: FindingPods | undefined;
		let leaked: Awaited<ReturnType<NonNullable<FindingRuntime['leakShim']>>> | undefined;
		let begin = 0;
		/** Ids of the first run of what runs a second time later. */
		let firstMain = '';
		const provoked: Sought[] = [];

		beforeAll(async () => {
			const found = await findLab(runtime.name);
			if ('obstacle' in found) {
				obstacle = found.obstacle;
				return;
			}
			lab = found;
			begin = Date.now();
			watch = watchFindings(lab.env);
			leaked = await runtime.leakShim?.();
			pods = createFindingPods(lab);
			await pods.dispose();
			await pods.create(plainPods);
			await pods.create(['lab6-zombies'], { command: ['sh', '-c', '(sleep 1 &); exec sleep 100000'] });
			for (const name of plainPods) await pods.awaits(name, isReady);
			firstMain = mainOf(await pods.read('lab6-twice'));
			await runtime.stopContainer(firstMain);
			await pods.awaits('lab6-twice', (pod) => isReady(pod) && pod.status.containerStatuses?.[0]?.restartCount === 1);
		}, 120_000);
		afterAll(async () => {
			await lab?.revive();
			await leaked?.end();
			await pods?.dispose();
			await watch?.stop();
		}, 120_000);
		beforeEach((context) => requireLab(context, obstacle));

		const scene = () => {
			if (!lab || !watch || !pods) throw new Error('there is no lab');
			return { lab, watch, pods };
		};
		/** The fault appears, and the program tells it as it is. */
		const see = async (sought: Sought, since: number, seconds: number) => {
			provoked.push(sought);
			return (await scene().watch.appears(sought, since, seconds)).finding;
		};
		const over = (sought: Sought, seconds: number) => scene().watch.clears(sought, seconds);

		/** `docker restart` of a pause, until the sandbox is restarted by the finding's own command. */
		const restartBehind = async (name: string) => {
			const before = await scene().pods.read(name);
			const [id = ''] = await runtime.findPauses(name);
			const containerPid = await runtime.findPid(mainOf(before));
			const from = Date.now();
			const kubelet = await readKubeletPid(scene().lab);
			// one that looks just then sees that it has ended, and makes a new one: then there is no fault
			process.kill(kubelet, 'SIGSTOP');
			await runtime.restartPause?.(id).finally(() => process.kill(kubelet, 'SIGCONT'));
			const behind = { id: 'restarted-behind-kubelet', about: name };
			const missing = { id: 'pod-ip-missing', about: name };
			const [restarted, unreachable] = await Promise.all([see(behind, from, 60), see(missing, from, 60)]);
			const pid = await runtime.findPid(id);
			expect(restarted).toMatchObject({ severity: 'critical', sinceIsExact: true, subject: { id } });
			expect(Math.abs(Date.parse(restarted.since) - from)).toBeLessThan(15_000);
			expect(evidenceOf(restarted, "pause's net namespace")).toBe(await inodeOf(pid, 'net'));
			expect(evidenceOf(restarted, "main's net namespace")).toBe(await inodeOf(containerPid, 'net'));
			expect(evidenceOf(restarted, 'pod in the API')).toBe(`Running ${before.status.podIP}`);
			expect(evidenceOf(unreachable, "the API server's pod IPs")).toBe(before.status.podIP);
			expect(evidenceOf(unreachable, 'addresses in')).toMatch(/^none but the loopback/);
			expect(evidenceOf(unreachable, 'interfaces')).toBe('lo');
			expect(await listInterfaces(pid)).toEqual(['lo']);

			const [step] = restarted.todo;
			expect(step?.command).toBe(`pausetop restart -n default ${name}`);
			const args = (step?.command ?? '').split(' ').slice(1);
			expect(await runPiped([...args, '--yes'], { env: scene().lab.env })).toMatchObject({ code: 0 });
			await Promise.all([over(behind, 20), over(missing, 60)]);
		};

		it('a healthy node has none that is more than worth knowing', async () => {
			const alarms = scene()
				.watch.changes()
				.filter(({ finding }) => finding.severity !== 'info');
			expect(alarms).toEqual([]);
		});

		/** One IP twice, a finalizer, no memory, a pause that is removed; and all of it well again. */
		const breakPods = async (same: string, from: number) => {
			const { pods: own } = scene();
			await own.create(['lab6-hungry'], { limit: '16Mi', command: ['sh', '-c', 'x=a; while :; do x=$x$x; done'] });
			const [pause = ''] = await runtime.findPauses('lab6-removed');
			await runtime.removePause?.(pause);
			await own.kubectl('patch', 'pod', 'lab6-held', '--type=merge', `--patch=${holding}`);
			await own.kubectl('delete', 'pod', 'lab6-held', '--wait=false');

			const clash = { id: 'duplicate-pod-ip', about: 'lab6-second' };
			const held = { id: 'stuck-terminating', about: 'lab6-held' };
			const hungry = { id: 'out-of-memory', about: 'lab6-hungry' };
			const [ip, stuck, killed] = await Promise.all([see(clash, from, 60), see(held, from, 80), see(hungry, from, 60)]);

			expect(ip).toMatchObject({ severity: 'critical' });
			expect(ip.summary).toContain(`default/lab6-second has the IP of default/lab6-first: ${same}`);
			expect(evidenceOf(ip, 'default/lab6-first: pod IP')).toBe(same);
			expect(evidenceOf(ip, 'default/lab6-second: pod IP')).toBe(same);

			const { metadata } = await own.read('lab6-held');
			expect(stuck.since).toBe(new Date(metadata.deletionTimestamp ?? '').toISOString());
			expect(stuck.summary).toMatch(/nothing of it lives here, it waits for the finalizer test\/held$/);
			expect(evidenceOf(stuck, 'finalizers')).toBe(metadata.finalizers?.join());

			const { status } = await own.read('lab6-hungry');
			const ends = status.containerStatuses?.map(({ lastState }) => lastState?.terminated) ?? [];
			expect(ends[0]).toMatchObject({ reason: 'OOMKilled', exitCode: 137 });
			expect(killed).toMatchObject({ severity: 'warning', subject: { container: 'main' } });
			expect(evidenceOf(killed, 'end of main')).toMatch(/^OOMKilled, exit 137, /);
			expect(evidenceOf(killed, 'memory limit of main')).toBe('16Mi');

			await own.kubectl('patch', 'pod', 'lab6-held', '--type=merge', '--patch={"metadata":{"finalizers":null}}');
			const done = ['lab6-second', 'lab6-first', 'lab6-hungry'];
			await own.kubectl('delete', 'pod', ...done, '--wait=false');
			// a kubelet of 1.20 may need minutes for the last step of it, and the next test stops it
			provoked.push(...done.map((about) => ({ id: 'stuck-terminating', about })));
			await Promise.all([over(held, 15), over(clash, 15), over(hungry, 100)]);
			if (runtime.removePause) await own.awaits('lab6-removed', isReady);
		};

		it('with the kubelet at work: one IP twice, a finalizer, no memory, a pause that is removed or restarted', async () => {
			const { pods: own, lab: its } = scene();
			const from = Date.now();
			const same = await giveSameIp(its, own, 'lab6-first', 'lab6-second');
			await Promise.all([runtime.restartPause && restartBehind('lab6-restarted'), breakPods(same, from)]);
		}, 250_000);

		it('with the kubelet away: what it would repair', async () => {
			const { pods: own, lab: its } = scene();
			const kubelet = await readKubeletPid(its);
			const uids = new Map<string, string>();
			for (const name of plainPods) uids.set(name, await own.read(name).then(({ metadata }) => metadata.uid, String));
			const uidOf = (name: string) => uids.get(name) ?? '';
			const headlessMain = mainOf(await own.read('lab6-headless'));
			const [headlessPause = ''] = await runtime.findPauses('lab6-headless');
			const [firstPause = ''] = await runtime.findPauses('lab6-double');
			const [orphanPause = ''] = await runtime.findPauses('lab6-orphan');

			const from = Date.now();
			process.kill(kubelet, 'SIGTERM');
			await until('the kubelet has ended', 10, () => (isAlive(kubelet) ? undefined : true));
			await runtime.stopPause(headlessPause);
			const second = await runtime.runSecondSandbox('lab6-double', uidOf('lab6-double'));
			const again = await runtime.runTwice('lab6-twice', uidOf('lab6-twice'), firstMain);
			await own.kubectl('delete', 'pod', 'lab6-stuck', '--wait=false');
			await own.kubectl('delete', 'pod', 'lab6-orphan', '--force', '--grace-period=0');

			const down: Sought = { id: 'kubelet-down', about: /^The kubelet of pausetop-lab is down/ };
			const headless: Sought = { id: 'container-without-pause', about: 'lab6-headless' };
			const double: Sought = { id: 'several-ready-sandboxes', about: 'lab6-double' };
			const twice: Sought = { id: 'duplicate-container', about: 'lab6-twice' };
			const stuck: Sought = { id: 'stuck-terminating', about: 'lab6-stuck' };
			const orphan: Sought = { id: 'orphan-in-runtime', about: 'lab6-orphan' };
			const all = [down, headless, double, twice, stuck, orphan];
			const [gone, without, both, duplicate, late, unknown] = await Promise.all(
				all.map((sought) => see(sought, from, 100)),
			);
			if (!gone || !without || !both || !duplicate || !late || !unknown) throw new Error('not all were found');

			expect(gone.severity).toBe('critical');
			expect(evidenceOf(gone, "the kubelet's process")).toBe('gone');
			expect(isAlive(kubelet)).toBe(false);

			const mainPid = await runtime.findPid(headlessMain);
			expect(without).toMatchObject({ severity: 'critical', subject: { container: 'main', id: headlessMain } });
			expect(evidenceOf(without, 'container main')).toBe(`running, pid ${mainPid}`);
			expect(evidenceOf(without, "main's net namespace")).toBe(await inodeOf(mainPid, 'net'));
			if (runtime.findEnd) expect(Date.parse(without.since)).toBe(await runtime.findEnd(headlessPause));

			expect(await runtime.findPauses('lab6-double')).toEqual([second, firstPause]);
			expect(both.evidence.slice(0, 2).map(({ what }) => what)).toEqual([
				`sandbox #1 ${second.slice(0, 12)}`,
				`sandbox #0 ${firstPause.slice(0, 12)}`,
			]);
			expect(both).toMatchObject({ severity: 'warning', summary: expect.stringContaining('2 ready sandboxes') });

			const now = mainOf(await own.read('lab6-twice'));
			expect(duplicate.summary).toContain(now.slice(0, 12));
			expect(duplicate.summary).toContain(again.slice(0, 12));
			for (const id of [now, again]) expect(await runtime.findPid(id)).toBeGreaterThan(0);

			const { metadata, status } = await own.read('lab6-stuck');
			expect(late.since).toBe(new Date(metadata.deletionTimestamp ?? '').toISOString());
			expect(late.summary).toMatch(/main and its sandbox still live here, and the kubelet, .*, is down$/);
			const stuckMain = mainOf({ metadata, status });
			expect(evidenceOf(late, `main ${stuckMain.slice(0, 12)}`)).toBe(
				`running, pid ${await runtime.findPid(stuckMain)}`,
			);

			expect(await runtime.findPauses('lab6-orphan')).toEqual([orphanPause]);
			expect(unknown).toMatchObject({ severity: 'warning', subject: { uid: uidOf('lab6-orphan') } });
			expect(evidenceOf(unknown, `pod with uid ${uidOf('lab6-orphan')}`)).toBe('not in the API');
			await expect(own.read('lab6-orphan')).rejects.toThrow(/NotFound/);

			await its.revive();
			// the kubelet goes on with the one that was made last
			await runtime.stopContainer(again === firstMain ? again : now);
			await Promise.all(all.map((sought) => over(sought, 60)));
			await own.awaits('lab6-headless', isReady);
			await own.awaits('lab6-double', isReady);
		}, 260_000);

		it('without its pause image no pod starts; with it they do', async () => {
			const { pods: own } = scene();
			const missing = { id: 'pause-image', about: /is missing in \S+ and cannot be pulled/ };
			const bringBack = await runtime.hidePauseImage();
			const from = Date.now();
			try {
				await own.create(['lab6-imageless']);
				const finding = await see(missing, from, 45);
				expect(finding).toMatchObject({ severity: 'critical', subject: { kind: 'runtime', name: runtime.name } });
				expect(evidenceOf(finding, /^FailedCreatePodSandBox .*lab6-imageless/)).toContain('pause:3.9');
				provoked.push({ id: 'create-stuck', about: 'lab6-imageless' });
			} finally {
				await bringBack();
			}
			await over(missing, 45);
			await own.awaits('lab6-imageless', isReady);
		}, 180_000);

		it('a zombie that nobody reaps, until its pod is gone', async () => {
			const { pods: own } = scene();
			const zombies = { id: 'zombies', about: 'lab6-zombies' };
			const finding = await see(zombies, begin, 100);
			const parent = await runtime.findPid(mainOf(await own.read('lab6-zombies')));
			const [child = ''] = (await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8')).split(' ');
			expect(await readFile(`/proc/${child}/stat`, 'utf8')).toMatch(/^\d+ \(sleep\) Z /);
			expect(finding).toMatchObject({ severity: 'info', subject: { container: 'main' } });
			expect(evidenceOf(finding, 'dead')).toBe(`sleep (pid ${child})`);
			expect(evidenceOf(finding, 'their parent')).toBe(`sleep (pid ${parent})`);
			await own.kubectl('delete', 'pod', 'lab6-zombies', '--wait=false');
			await over(zombies, 60);
		}, 180_000);

		if (runtime.leakShim) {
			it('a shim that CRI does not list, until it has ended', async () => {
				const { id = '', pid = 0 } = leaked ?? {};
				const shim = { id: 'leaked-shim', about: new RegExp(`^The shim with pid ${pid} `) };
				const finding = await see(shim, begin, 170);
				expect(finding.subject).toMatchObject({ kind: 'process', pid });
				expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).toContain(id);
				expect(evidenceOf(finding, 'processes below it')).toBe('1');
				await leaked?.end();
				leaked = undefined;
				await over(shim, 60);
			}, 260_000);
		}

		it('nothing else was found wrong meanwhile', () => {
			const others = scene()
				.watch.changes()
				.filter(({ finding }) => finding.severity !== 'info' && !provoked.some((one) => isAbout(finding, one)))
				.map(({ at, type, finding }) => `${new Date(at).toISOString()} ${type} ${finding.id}: ${finding.summary}`);
			expect(others).toEqual([]);
		});
	});
}

const plainPods = ['headless', 'double', 'twice', 'stuck', 'orphan', 'held', 'first', 'removed', 'restarted'].map(
	(name) => `lab6-${name}`,
);

const holding = '{"metadata":{"finalizers":["test/held"]}}';

async function readKubeletPid({ runDirectory }: Lab): Promise<number> {
	return Number(await readFile(join(runDirectory, 'kubelet.pid'), 'utf8'));
}

async function inodeOf(pid: number, kind: string): Promise<string> {
	return /\d+/.exec(await readlink(`/proc/${pid}/ns/${kind}`))?.[0] ?? '';
}

async function listInterfaces(pid: number): Promise<string[]> {
	const lines = (await readFile(`/proc/${pid}/net/dev`, 'utf8')).trim().split('\n').slice(2);
	return lines.map((line) => line.split(':')[0]?.trim() ?? '');
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
