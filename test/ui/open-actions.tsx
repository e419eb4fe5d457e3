import type { Store } from '../../source/store/create-store.ts';
import { createStore } from '../../source/store/create-store.ts';
import { type BuiltPod, buildPod, now, second } from './node-builders.ts';
import { renderApp } from './render-app.tsx';
import { allLive, listPods } from './rich-node.ts';

export type App = Awaited<ReturnType<typeof renderApp>>;

/** As a terminal sends what is pasted, once it has been asked to tell that from keys. */
export const paste = (text: string) => `\x1b[200~${text}\x1b[201~`;
export const isOpen = (ui: App) => /── (Actions on|Confirm)/.test(ui.frame());
/** The row or entry that is selected. */
export const highlighted = (ui: App) => ui.lines().findLast((line) => line.startsWith('▌')) ?? '';
/** The button that enter presses. */
export const focused = (ui: App) => /▌\[([^\]]*)\]/.exec(ui.frame())?.[1];
/** Long sentences are wrapped: words that stand together in them stand together here. */
export const words = (ui: App) => ui.frame().replace(/\s+/g, ' ');

/** A pod of two containers in its so many-th incarnation. */
export const buildWeb = (attempt: number) =>
	buildPod({
		name: 'web',
		seed: 1,
		ip: '10.244.0.4',
		sandboxes: [{ attempt }],
		containers: [
			{ name: 'nginx', attempt },
			{ name: 'ghost', attempt },
		],
	});

/** A pod that does not come back, and so wants its name typed. */
export function buildOnce(name = 'once'): BuiltPod {
	const built = buildPod({ name, seed: 2, ip: '10.244.0.5', containers: [{ name: 'job' }] });
	return { ...built, pod: { ...built.pod, spec: { ...built.pod.spec, restartPolicy: 'Never' } } };
}

/** What the sources say a second later. */
export function show(store: Store, pods: readonly BuiltPod[], at = now + second) {
	for (const observation of listPods(pods, at)) store.dispatch(observation);
}

/** The screen without colours, so that what is highlighted has a marker. */
export function openActions(size = { columns: 100, rows: 40 }, pods: readonly BuiltPod[] = [buildOnce(), buildWeb(0)]) {
	const store = createStore();
	for (const observation of [...allLive(), ...listPods(pods)]) store.dispatch(observation);
	return renderApp({ ...size, store, options: { color: false } });
}
