import type { Action, ActionRequest, ActionStatus } from '../core/action/action.ts';
import type { Delivery } from '../core/action/delivery.ts';
import { findTargetFault } from '../core/action/find-target-fault.ts';
import { findRecordFault, selectGrace } from '../core/action/follow-action.ts';
import { NothingDoneError } from '../core/action/nothing-done-error.ts';
import { isAlive, type RuntimeRecord } from '../core/runtime-record.ts';
import { SourceError } from '../core/source.ts';
import { reduce } from '../store/reduce.ts';
import type { ActSite } from './act-site.ts';
import { observeRecord } from './fresh-record.ts';
import type { Runtime } from './runtimes.ts';
import { describeStuckTarget, isTargetProcess } from './target-process.ts';
import { type TargetWatch, watchTarget } from './watch-target.ts';

/** How an action ended. `unknown`: it was sent, and pausetop was quit before the end was seen. */
export type Outcome = Pick<Action, 'message' | 'remedy'> & { status: Exclude<ActionStatus, 'running'> | 'unknown' };

const notSent: Outcome = { status: 'refused', message: 'pausetop was quit before anything was sent' };

/**
 * Carries one action out and follows it to its end. `confirmed` is the target's record at the moment of the confirmation.
 * Never rejects.
 */
export async function carryOut(
	request: ActionRequest,
	confirmed: RuntimeRecord | undefined,
	site: ActSite,
): Promise<Outcome> {
	const { target } = request;
	const leave = await site.slots.enter(target.runtime, site.signal);
	try {
		if (site.signal.aborted) return notSent;
		const runtime = site.findRuntime(target.runtime);
		if (!runtime) return { status: 'refused', message: `no runtime ${target.runtime} is read` };
		const fault = findTargetFault(target, site.store.get());
		if (fault !== undefined) return { status: 'refused', message: fault };
		if (!confirmed) return { status: 'refused', message: `${target.runtime} does not list it` };
		const obstacle = await lookFirst(request, confirmed, runtime, site);
		if (obstacle) return obstacle;
		return await sendAndFollow(request, confirmed, runtime, site, leave);
	} catch (error) {
		return describeFailure(error);
	} finally {
		leave();
	}
}

/** What the store knows may be a moment old, or older where an event stream is down: the runtime and /proc are asked right before the call. */
async function lookFirst(
	{ target }: ActionRequest,
	confirmed: RuntimeRecord,
	runtime: Runtime,
	{ signal, times, hostRoot, store, clock, emit }: ActSite,
): Promise<Outcome | undefined> {
	let record: RuntimeRecord | undefined;
	try {
		record = await runtime.look(confirmed, { requestTimeout: times.look, signal });
	} catch (error) {
		return signal.aborted ? notSent : describeFailure(error);
	}
	if (signal.aborted) return notSent;
	const seen = observeRecord(target, record, clock.now());
	// an end that the source has missed; what still runs the source may know better by now
	if (!record || !isAlive(record.state)) emit(seen);
	const fault = findTargetFault(target, reduce(store.get(), seen)) ?? findRecordFault(target, confirmed, record);
	if (fault !== undefined) return { status: 'refused', message: fault };
	if (isTargetProcess(target, hostRoot)) return undefined;
	return {
		status: 'refused',
		message: `its process ${target.pid} is no longer there: it has ended or been started anew`,
	};
}

type Step = 'ended' | 'late' | 'quit' | { failure: Outcome };

async function sendAndFollow(
	request: ActionRequest,
	confirmed: RuntimeRecord,
	runtime: Runtime,
	site: ActSite,
	leave: () => void,
): Promise<Outcome> {
	const { clock, times, signal } = site;
	const watch = watchTarget(request, confirmed, runtime, site);
	const stopping = new AbortController();
	const until = AbortSignal.any([signal, stopping.signal]);
	const answer = runtime.act(request, { signal, requestTimeout: times.answer }).then(describeDelivery, describeFailure);
	// a slot is for a request that waits for its answer, not for what follows
	void answer.then(leave);
	const late = clock
		.sleep(selectGrace(request) + times.patience, until)
		.then((): Step => (signal.aborted ? 'quit' : 'late'));
	const failed = answer.then((failure): Promise<Step> | Step =>
		failure ? { failure } : watch.look().then(() => late),
	);
	try {
		const step = await Promise.race([watch.ended.then((): Step => 'ended'), failed, late]);
		return await decideOutcome(step, { request, watch, answer, site });
	} finally {
		watch.stop();
		stopping.abort();
	}
}

type Sent = { request: ActionRequest; watch: TargetWatch; answer: Promise<Outcome | undefined>; site: ActSite };

async function decideOutcome(step: Step, { request, watch, answer, site }: Sent): Promise<Outcome> {
	const { clock, times, signal } = site;
	if (step === 'ended') {
		const failure = await Promise.race([answer, clock.sleep(times.settle, signal)]);
		return failure && !signal.aborted ? describeEndDespite(failure) : { status: 'done' };
	}
	if (signal.aborted) return { status: 'unknown', message: 'unknown: pausetop was quit' };
	if (step === 'late' || step === 'quit') return describeLate(request, site);
	// an answer that did not come in time says nothing about the target
	if (step.failure.status === 'failed') await watch.look();
	return watch.hasEnded() ? describeEndDespite(step.failure) : step.failure;
}

/** It has ended, and the runtime says that this was not our doing, or that something went wrong with it. */
function describeEndDespite(failure: Outcome): Outcome {
	return failure.status === 'failed'
		? { ...failure, status: 'done', message: `it has ended, but: ${failure.message}` }
		: failure;
}

function describeDelivery(delivery: Delivery): Outcome | undefined {
	return delivery === 'sent' ? undefined : { status: 'refused', message: 'it had already ended: nothing was done' };
}

async function describeLate(request: ActionRequest, { times, hostRoot }: ActSite): Promise<Outcome> {
	const { target, means } = request;
	const seconds = Math.round((selectGrace(request) + times.patience) / 1_000);
	const stuck = await describeStuckTarget(target, hostRoot);
	return {
		status: 'timed-out',
		message: `it still runs ${seconds} s after the request${stuck ? `: ${stuck}` : ''}`,
		remedy: means.endsWith('-term') ? 'Kill sends KILL instead of TERM' : `look what holds it: ${lookCommand(request)}`,
	};
}

function lookCommand({ target: { pid, id } }: ActionRequest): string {
	return pid === undefined ? `grep -l ${id.slice(0, 12)} /proc/*/cgroup` : `ps -o pid,stat,wchan:30,args -p ${pid}`;
}

function describeFailure(error: unknown): Outcome {
	if (error instanceof NothingDoneError) return { status: 'refused', message: error.message, remedy: error.remedy };
	if (error instanceof SourceError) return { status: 'failed', message: error.message, remedy: error.remedy };
	return { status: 'failed', message: error instanceof Error ? error.message : String(error) };
}
