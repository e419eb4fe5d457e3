import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ActionMeans } from '../../source/core/action/action.ts';
import { wire } from '../../source/wire.ts';
import { createRequest, isKnown, whenState } from './action-bench.ts';

function createHome(): string {
	const home = mkdtempSync(join(tmpdir(), 'pausetop-home-'));
	onTestFinished(() => rmSync(home, { recursive: true }));
	return home;
}

async function openDemo(runtime: 'docker' | 'containerd' | 'cri-o', home: string, actionLog?: string) {
	const wiring = await wire({ demo: { runtime }, runtimes: [], kube: false, environment: {}, home, actionLog });
	const controller = new AbortController();
	const running = wiring.run(controller.signal);
	onTestFinished(async () => {
		controller.abort();
		await running;
		await wiring.close();
	});
	await whenState(wiring, isKnown);
	return wiring;
}

it.each<['docker' | 'containerd' | 'cri-o', ActionMeans]>([
	['docker', 'docker-stop'],
	['containerd', 'task-term'],
	['cri-o', 'signal-term'],
])('the demo on %s acts on its own node, and writes nothing down', async (runtime, means) => {
	const home = createHome();
	const wiring = await openDemo(runtime, home);
	expect(wiring.readOnly).toBeUndefined();
	const wanted = createRequest(wiring, 'restart-sandbox', means, 'pause-test2');
	expect(await wiring.act([wanted])).toMatchObject([{ status: 'done' }]);
	await whenState(wiring, ({ records }) =>
		[...(records.get(runtime)?.values() ?? [])].some(({ id, name, state, metadata }) => {
			const isNext =
				name.includes('POD_pause-test2_') || (metadata?.podName === 'pause-test2' && metadata.attempt === 1);
			return isNext && id !== wanted.target.id && (state === 'running' || state === 'ready');
		}),
	);
	expect(readdirSync(home)).toEqual([]);
});

it('the demo writes down what it does where that is asked for', async () => {
	const home = createHome();
	const path = join(home, 'demo.log');
	const wiring = await openDemo('docker', home, path);
	await wiring.act([createRequest(wiring, 'kill-sandbox', 'docker-kill', 'pause-test2')]);
	expect(existsSync(path)).toBe(true);
});
