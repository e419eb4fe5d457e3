import { onTestFinished } from 'vitest';
import type { ActionRequest } from '../../source/core/action/action.ts';
import type { EmitLog } from '../../source/core/log/log-line.ts';
import type { LogOptions, LogTarget } from '../../source/core/log/log-options.ts';
import type { ShellResult, ShellTarget } from '../../source/core/shell/shell-target.ts';
import type { Store } from '../../source/store/create-store.ts';
import { App } from '../../source/ui/App.tsx';
import type { AppEffects, AppOptions, DetailsTarget, InsideWish } from '../../source/ui/app-contract.ts';
import { themeOf } from '../../source/ui/theme.ts';
import { renderUi } from '../helpers/ui-render.tsx';
import { createRichStore } from './rich-node.ts';

export const plainOptions: AppOptions = {
	demo: false,
	ascii: false,
	color: true,
	showAllNamespaces: true,
	utc: true,
};

/** A log that the screen reads: the test writes it. */
export type FollowedLog = {
	target: LogTarget;
	options: LogOptions;
	emit: EmitLog;
	signal: AbortSignal;
	end: () => void;
	fail: (error: Error) => void;
};

/** A shell that the screen has opened: the test ends it. */
export type OpenedShell = { target: ShellTarget; end: (result: ShellResult) => void };

/** Effects that only write down what was asked of them. */
export function recordEffects(readDetails: AppEffects['readDetails'] = async () => 'kind: Pod') {
	const calls: string[] = [];
	const targets: DetailsTarget[] = [];
	const acted: (readonly ActionRequest[])[] = [];
	const wishes: (InsideWish | undefined)[] = [];
	const logs: FollowedLog[] = [];
	const shells: OpenedShell[] = [];
	const effects: AppEffects = {
		quit: () => calls.push('quit'),
		relist: () => calls.push('relist'),
		readDetails: (target) => {
			targets.push(target);
			return readDetails(target);
		},
		act: (requests) => acted.push(requests),
		lookAtKubelet: () => calls.push('look at kubelet'),
		watchInside: (wish) => wishes.push(wish),
		followLog: (target, options, emit, signal) =>
			new Promise((end, fail) => logs.push({ target, options, emit, signal, end, fail })),
		openShell: (target) => new Promise((end) => shells.push({ target, end })),
	};
	return { calls, targets, acted, wishes, logs, shells, effects };
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
	const { effects, ...recorded } = recordEffects(readDetails);
	const shown = { ...plainOptions, ...options };
	const ui = await renderUi((canvas) => <App store={store} effects={effects} options={shown} canvas={canvas} />, {
		columns,
		rows,
		theme: themeOf(shown),
	});
	onTestFinished(() => ui.unmount());
	/** The line of the table or pane that has this text. */
	const lineWith = (text: string) => ui.lines().find((line) => line.includes(text));
	return { ...ui, ...recorded, store, lineWith };
}
