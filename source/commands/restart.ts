import type { Action, ActionRequest } from '../core/action/action.ts';
import type { NodeState } from '../core/node-state.ts';
import { formatDuration } from '../format/duration.ts';
import { escapeText } from '../format/escape.ts';
import { formatStoryJson } from '../output/story-json.ts';
import { formatStoryText } from '../output/story-text.ts';
import { describeEntry } from '../ui/state/describe-entry.ts';
import type { EntryView } from '../ui/state/select-sheet-view.ts';
import type { ActOptions } from '../wire/acting.ts';
import { type WireRequest, type Wiring, wire } from '../wire.ts';
import { chooseRestarts } from './choose-restarts.ts';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './command-table.ts';
import { confirmRestart, formatOutlook } from './confirm-restart.ts';
import { isSettled } from './is-settled.ts';
import { reportSources } from './report-sources.ts';
import { createProgress } from './restart-progress.ts';
import { checkRestart, type RestartOrder, type RestartRequest } from './restart-request.ts';
import { chooseExitCode, describeVerdict, type WaitEnd } from './restart-verdict.ts';
import { isStoryWhole, type RestartView, viewRestart } from './view-restart.ts';
import { waitForState } from './wait-for-state.ts';

/** How far back events are read, milliseconds: earlier restarts tell what back-off there will be. */
const history = 3_600_000;
/** How long sources may take to tell everything, milliseconds. One that hangs must not keep the others' pods from being restarted. */
const settleTime = 10_000;
/** How long a story that is over is waited for to be whole, milliseconds. */
const wholeTime = 2_000;

/**
 * `pausetop restart`: ends pods' sandboxes, or one container of each, and waits until the kubelet has brought them back. Prints the
 * stories of it. Returns the exit code.
 */
export async function runRestart(
	request: RestartRequest,
	wireRequest: WireRequest,
	io: CommandIo,
	acting: ActOptions = {},
): Promise<number> {
	const order = checkRestart(request, io);
	const wiring = await wire(wireRequest, { eventsSince: Date.now() - history }, acting);
	try {
		if (wiring.readOnly !== undefined) {
			io.err(`pausetop: nothing was done: read-only, ${escapeText(wiring.readOnly)}\n`);
			if (wireRequest.readOnly === undefined)
				io.err('  next: run it as root (sudo), or as somebody who may write there\n');
			return exitCodes.failure.code;
		}
		return await watchWhile(wiring, io.signal, (signal) => restart(request, order, wiring, { ...io, signal }));
	} finally {
		await wiring.close();
	}
}

/** Has the sources watched for as long as `work` takes: a story that begins before they are live is not whole. */
async function watchWhile(
	wiring: Wiring,
	until: AbortSignal,
	work: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
	const stopping = new AbortController();
	const signal = AbortSignal.any([until, stopping.signal]);
	const watching = wiring.run(signal).finally(() => stopping.abort());
	// what it rejects with is thrown below
	watching.catch(() => {});
	try {
		return await work(signal);
	} finally {
		stopping.abort();
		await watching;
	}
}

async function restart(
	request: RestartRequest,
	{ kind, timeout }: RestartOrder,
	wiring: Wiring,
	io: CommandIo,
): Promise<number> {
	const { store } = wiring;
	await waitForState(store, isSettled, AbortSignal.any([io.signal, AbortSignal.timeout(settleTime)]));
	const { plans, problems } = chooseRestarts(request, kind, store.get());
	io.err(reportSources(store.get()));
	for (const problem of problems) io.err(`pausetop: ${escapeText(problem)}\n`);
	const [first, ...others] = plans;
	if (!first || io.signal.aborted) return exitCodes.failure.code;
	const entry = describeEntry(first, others);
	io.err(formatOutlook(entry, request));
	const confirmed = await confirmRestart(entry, request, io);
	if (confirmed === undefined) return exitCodes.notConfirmed.code;
	const { views, end } = await carryOut(entry, confirmed, { request, timeout, wiring, io });
	report(views, end, { request, wiring, io });
	const code = chooseExitCode(views, request.wait);
	return problems.length > 0 ? exitCodes.failure.code : code;
}

type Site = { request: RestartRequest; wiring: Wiring; io: CommandIo };

/** Does what was confirmed, and follows it for as long as is asked for. */
async function carryOut(
	{ requests }: EntryView,
	confirmed: ActionRequest['confirmed'],
	{ request, timeout, wiring, io }: Site & { timeout: number },
): Promise<{ views: readonly RestartView[]; end: WaitEnd }> {
	const { store } = wiring;
	const progress = createProgress(request);
	const look = (state: NodeState) => {
		const views = viewAll(state);
		const news = progress(views, state.now);
		if (news !== '') io.err(news);
		return views;
	};
	const acting = wiring.act(requests.map((each) => ({ ...each, confirmed })));
	const late = AbortSignal.timeout(timeout);
	const isOver = (state: NodeState) => {
		const views = look(state);
		return views.every(({ outcome, action }) => isEnded(action) && (!request.wait || outcome !== 'under-way'));
	};
	const isDone = await waitForState(store, isOver, AbortSignal.any([io.signal, late]));
	if (isDone && request.wait) {
		const isWhole = (state: NodeState) => look(state).every(({ stories }) => stories.every(isStoryWhole));
		await waitForState(store, isWhole, AbortSignal.any([io.signal, AbortSignal.timeout(wholeTime)]));
	}
	// who is interrupted no longer waits for ends, and says so
	if (isDone || io.signal.aborted) await acting;
	// a kubelet that has gone away meanwhile is what it hangs on
	else wiring.lookAtKubelet();
	return { views: look(store.get()), end: chooseEnd(isDone, request, io.signal, timeout) };
}

function chooseEnd(isDone: boolean, { wait }: RestartRequest, signal: AbortSignal, timeout: number): WaitEnd {
	if (isDone) return { reason: wait ? 'over' : 'not-waited' };
	return signal.aborted ? { reason: 'interrupted' } : { reason: 'late', after: formatDuration(timeout) };
}

/** This process does nothing but these. */
function viewAll(state: NodeState): readonly RestartView[] {
	return state.actions.map((action) => viewRestart(action, state));
}

function isEnded({ status }: Action): boolean {
	return status !== 'running';
}

/** The stories as data, what they do not say as messages. */
function report(views: readonly RestartView[], end: WaitEnd, { request, wiring, io }: Site): void {
	const state = wiring.store.get();
	const { columns, ascii, output } = request;
	const options = { columns, ascii, utc: false, now: state.now, hostNamespaces: state.host.linuxNamespaces };
	const stories = views.flatMap((view) => view.stories);
	// the terminal has written ^C
	if (end.reason === 'interrupted') io.err('\npausetop: interrupted; what was done stays done\n');
	io.out(
		output === 'json'
			? stories.map((story) => `${JSON.stringify(formatStoryJson(story))}\n`).join('')
			: stories.map((story) => formatStoryText(story, options)).join('\n'),
	);
	io.err(views.map((view) => describeVerdict(view, state, end)).join(''));
}
