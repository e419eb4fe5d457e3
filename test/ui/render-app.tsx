import { onTestFinished } from 'vitest';
import type { Store } from '../../source/store/create-store.ts';
import { App } from '../../source/ui/App.tsx';
import type { AppEffects, AppOptions, DetailsTarget } from '../../source/ui/app-contract.ts';
import { renderUi } from '../helpers/ui-render.tsx';
import { createRichStore } from './rich-node.ts';

export const plainOptions: AppOptions = {
	demo: false,
	ascii: false,
	color: true,
	readOnly: false,
	showAllNamespaces: true,
	utc: true,
};

/** Effects that only write down what was asked of them. */
export function recordEffects(readDetails: AppEffects['readDetails'] = async () => 'kind: Pod') {
	const calls: string[] = [];
	const targets: DetailsTarget[] = [];
	const effects: AppEffects = {
		quit: () => calls.push('quit'),
		relist: () => calls.push('relist'),
		readDetails: (target) => {
			targets.push(target);
			return readDetails(target);
		},
	};
	return { calls, targets, effects };
}

/** The whole screen on a terminal, over a store; unmounted when the test ends. */
export async function renderApp({
	columns = 120,
	rows = 30,
	store = createRichStore(),
	options = {},
	readDetails,
}: {
	columns?: number;
	rows?: number;
	store?: Store;
	options?: Partial<AppOptions>;
	readDetails?: AppEffects['readDetails'];
} = {}) {
	const { calls, targets, effects } = recordEffects(readDetails);
	const ui = await renderUi(<App store={store} effects={effects} options={{ ...plainOptions, ...options }} />, {
		columns,
		rows,
	});
	onTestFinished(() => ui.unmount());
	/** The line of the table or pane that has this text. */
	const lineWith = (text: string) => ui.lines().find((line) => line.includes(text));
	return { ...ui, store, calls, targets, lineWith };
}
