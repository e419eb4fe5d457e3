import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findLab, type Lab, requireLab } from '../helpers/engine-lab.ts';
import { until } from '../helpers/engine-until.ts';
import { type ActionCase, type ActionReport, allRight, runActionCase, type Surroundings } from './action-case.ts';
import { allTrue, runRestartCommand } from './action-command.ts';
import type { ActionRuntime } from './action-runtime.ts';
import { type LogEntry, openScene, type PodKey, type Scene } from './action-scene.ts';
import { aim, ask, highlight, openPod } from './action-screen.ts';
import type { Moment } from './action-watch.ts';
import { collectLives, findStoryTruth, type Life } from './story-truth.ts';

/** The actions of one lab's runtime, from the screen in a terminal, held to the runtime's own events and to kubectl. */
export function describeActions(runtime: ActionRuntime): void {
	describe(`actions on a real node with ${runtime.name}`, () => {
		let lab: Lab | undefined;
		let obstacle: string | undefined;
		let scene: Scene | undefined;

		beforeAll(async () => {
			const found = await findLab(runtime.name);
			if ('obstacle' in found) obstacle = found.obstacle;
			else {
				lab = found;
				scene = await openScene(lab, runtime);
			}
		}, 120_000);
		afterAll(async () => scene?.close(), 60_000);
		beforeEach((context) => requireLab(context, obstacle));

		const requireScene = (): Scene => {
			if (scene === undefined) throw new Error('there is no lab');
			return scene;
		};
		/** Side by side: each has its own pod and terminal. */
		const run = (...cases: readonly (Omit<ActionCase, 'pod'> & { on: PodKey })[]): Promise<ActionReport[]> => {
			const { around, nameOf } = requireScene();
			return Promise.all(cases.map(({ on, ...rest }) => runActionCase({ ...rest, pod: nameOf(on) }, around)));
		};
		const bothWays = (restart: PodKey, kill: PodKey, more: Partial<ActionCase>) =>
			run({ on: restart, title: 'Restart sandbox', ...more }, { on: kill, title: 'Kill pause', ...more });
		const right = (count: number) => Array.from({ length: count }, () => allRight);

		it('own pid namespaces: the containers outlive the pause for their grace', async () => {
			const says = /run on until the kubelet stops them, with 2 s of grace each/;
			expect(await bothWays('ownRestart', 'ownKill', { says })).toEqual(right(2));
		}, 120_000);

		if (runtime.commands['Stop sandbox']) {
			it('Stop sandbox: the runtime kills everything, without grace', async () => {
				const says = /^No grace period: containerd kills them at once$/;
				expect(await run({ on: 'ownStop', title: 'Stop sandbox', says })).toEqual(right(1));
			}, 120_000);
		}

		it('a shared pid namespace: all go down with the pause', async () => {
			expect(await bothWays('sharedRestart', 'sharedKill', { says: /No grace period: they share/ })).toEqual(right(2));
		}, 120_000);

		it('a crash loop, whose back-off goes on, and a second restart, that is put off', async () => {
			const says = /boom is in CrashLoopBackOff for about \d+ s more/;
			const crash = { says, seconds: 60, when: isBackingOff };
			const reports = await run(
				{ on: 'crashRestart', title: 'Restart sandbox', ...crash },
				{ on: 'crashKill', title: 'Kill pause', ...crash },
				{
					on: 'sharedRestart',
					title: 'Restart sandbox',
					says: /^Back-off: nginx, ghost and busybox wait/,
					seconds: 60,
				},
			);
			expect(reports).toEqual(right(3));
		}, 150_000);

		it("init containers run again, in order; with the host's network the address stays", async () => {
			const reports = await Promise.all([
				bothWays('initRestart', 'initKill', { says: /^Init containers run again/ }),
				bothWays('hostRestart', 'hostKill', { says: /^The IP stays/ }),
			]);
			expect(reports.flat()).toEqual(right(4));
		}, 120_000);

		it('a static pod comes back; one that is never restarted takes its name, and does not', async () => {
			const reports = await Promise.all([
				bothWays('staticRestart', 'staticKill', { says: /^A static pod/ }),
				bothWays('neverRestart', 'neverKill', { says: /does not come back/, typed: true }),
			]);
			expect(reports.flat()).toEqual(right(4));
		}, 120_000);

		it('a pod that is through: there is nothing to end', async () => {
			const { around, nameOf } = requireScene();
			const terminal = await openPod(nameOf('done'), around.env);
			const entry = await highlight(terminal, 'Restart sandbox');
			expect(entry).toMatch(/not now: the pod has ended: its pause does not run, and no new one is made$/);
			terminal.press('enter');
			terminal.press('escape');
			await terminal.waitFor((screen) => !/Actions on|Confirm/.test(screen), { what: 'the end of the menu' });
			expect(terminal.screen()).not.toContain('restart sandbox');
		}, 60_000);

		it('one container: the others run on in the same sandbox', async () => {
			const ghost = { on: 'parts', container: 'ghost', title: 'Restart container' } as const;
			expect(await run(ghost)).toEqual(right(1));
			const nginx = { on: 'parts', container: 'nginx', title: 'Kill container' } as const;
			expect(await run(nginx)).toEqual(right(1));
		}, 120_000);

		it('asked about one incarnation, confirmed when there is another: nothing is done to that', async () => {
			const { around, nameOf } = requireScene();
			const name = nameOf('hand');
			const terminal = await openPod(name, around.env);
			const question = await ask(terminal, 'Restart sandbox');
			await aim(terminal, 'Restart sandbox', question);
			const [old] = livesOf(around, name).filter(isPause);
			const since = Date.now();
			await runtime.stopPause(old?.id ?? '');
			// whatever the dialog says by now: it is pressed
			terminal.press('enter');
			const { screen } = await terminal.waitFor(/nothing was done: |It cannot be done: .*Nothing is done/);
			const told = /nothing was done: (.*)|It cannot be done: (.*)/.exec(screen)?.[0];
			// by the runtime's word, or by /proc's where that comes first
			const byRuntime = `sandbox #0 \\(${old?.id.slice(0, 12)}\\) (ended|is gone)`;
			expect(told, screen).toMatch(new RegExp(`${byRuntime}|its process \\d+ is no longer there`));
			const truth = await until('the pod is back', 40, () => {
				const found = findStoryTruth(livesOf(around, name), around.watch.momentsOf(name), since);
				return found?.isBack ? found : undefined;
			});
			if (terminal.screen().includes('── Confirm: ')) terminal.press('enter');
			// what has ended sends nothing any more
			terminal.press('ctrl-c');
			expect(await terminal.exited).toEqual({ code: 0 });
			const [first, second, ...others] = livesOf(around, name).filter(isPause);
			expect(first?.told.map(({ signal }) => signal)).toEqual(runtime.name === 'docker' ? [15] : []);
			expect(second).toMatchObject({ id: truth.pause?.id, endedAt: undefined, told: [] });
			expect(others).toEqual([]);
		}, 120_000);

		it('pausetop restart: does it, prints the story, and its exit code says whether the pod is back', async () => {
			const { around, nameOf } = requireScene();
			const command = (key: PodKey, ...args: string[]) =>
				runRestartCommand([nameOf(key), ...args], nameOf(key), around);
			const [asJson, asText, unnamed] = await Promise.all([
				command('commandRestart', '--yes', '--output', 'json'),
				command('commandKill', '--yes', '--kill'),
				command('commandNever', '--yes'),
			]);
			expect(asJson).toMatchObject({ code: 0, ...allTrue });
			expect(asJson.json?.trigger).toMatchObject({ cause: 'action', action: 'restart-sandbox' });
			expect(asText).toMatchObject({ code: 0, ...allTrue });
			expect(unnamed).toMatchObject({ code: 6, stdout: '', isUntouched: true });
			expect(unnamed.stderr).toContain(
				`nothing was done: this takes --confirm ${nameOf('commandNever')} besides --yes`,
			);

			const named = await command('commandNever', '--yes', '--confirm', nameOf('commandNever'));
			expect(named).toMatchObject({ code: 5, ...allTrue });
			expect(named.stderr).toMatch(/does not come back: its restartPolicy is Never/);
			const again = await command('commandNever', '--yes', '--confirm', nameOf('commandNever'));
			expect(again).toMatchObject({ code: 1, stdout: '' });
			expect(again.stderr).toContain('the pod has ended: its pause does not run, and no new one is made');
		}, 120_000);

		it('the action log has what was confirmed and what came of it, and nothing else', async () => {
			const { around, nameOf, readLog } = requireScene();
			const entries = await readLog();
			const confirmed = entries.filter(({ event }) => event === 'confirmed');
			expect(confirmed.length).toBeGreaterThan(0);
			expect(entries.filter(({ event }) => event === 'outcome').map(describeEntry)).toEqual(
				expect.arrayContaining(confirmed.map(describeEntry)),
			);
			const failed = entries.filter(({ event, status }) => event === 'outcome' && status !== 'done');
			expect(failed.filter(({ target }) => target.pod !== nameOf('hand'))).toEqual([]);
			expect(failed.filter(({ status }) => status !== 'refused')).toEqual([]);
			const lives = new Set(entries.map(({ target }) => target.pod)).values();
			const ended = [...lives].flatMap((name) => livesOf(around, name)).filter(({ endedAt }) => endedAt !== undefined);
			const ids = ended.map(({ id }) => id);
			expect(confirmed.filter(({ target }) => !ids.includes(target.id))).toEqual([]);
		});
	});
}

function describeEntry({ process, id, target }: LogEntry): string {
	return `${process} ${id} ${target.id}`;
}

function livesOf({ recorder }: Surroundings, name: string): Life[] {
	return collectLives(recorder, name);
}

function isPause({ container }: Life): boolean {
	return container === 'POD';
}

/** It waits in a back-off that is not over before one has read the question. */
function isBackingOff({ at, pod }: Moment): boolean {
	const [container] = pod.status.containerStatuses ?? [];
	const message = container?.state?.waiting?.message ?? '';
	return /^back-off (20s|40s|1m)/.test(message) && Date.now() - at < 3_000;
}
