import type { Action, ActionRequest } from '../core/action/action.ts';
import type { RuntimeRecord } from '../core/runtime-record.ts';
import { SourceError } from '../core/source.ts';
import type { ActSite } from './act-site.ts';
import type { ActionLog } from './action-log.ts';
import { carryOut, type Outcome } from './carry-out.ts';

export type ActorParts = Omit<ActSite, 'signal'> & {
	/** Absent: nothing is written down. */
	log?: ActionLog;
	/** Why nothing may be done in this run. */
	readOnly?: string;
	/** Has the store know whether the kubelet is there. Never throws. */
	lookAtKubelet(): void;
};

export type Actor = {
	/** Carries out what was confirmed, each by itself. Resolves when all of them have an end; never rejects. */
	act(requests: readonly ActionRequest[]): Promise<readonly Action[]>;
	/** Pausetop is quit: what is under way is no longer waited for. Resolves when that has been written down. */
	quit(): Promise<void>;
};

type Begun = { action: Action; confirmed: RuntimeRecord | undefined };

/** Does what was confirmed, says how it goes in the store, and writes it down. */
export function createActor(parts: ActorParts): Actor {
	const quitting = new AbortController();
	const underWay = new Set<Promise<unknown>>();
	let count = 0;

	const begin = (request: ActionRequest): Begun => {
		count += 1;
		const action: Action = { ...request, id: `action-${count}`, askedAt: parts.clock.now(), status: 'running' };
		const { runtime, id } = request.target;
		const confirmed = parts.store.get().records.get(runtime)?.get(id);
		if (parts.readOnly === undefined) tell(action, parts);
		return { action, confirmed };
	};
	const follow = (begun: Begun) => {
		const following = finish(begun, { ...parts, signal: quitting.signal });
		underWay.add(following);
		void following.finally(() => underWay.delete(following));
		return following;
	};
	return {
		async act(requests) {
			const begun = requests.map(begin);
			// without it nothing that is ended now comes back: the screen says so beside what is done
			if (parts.readOnly === undefined) parts.lookAtKubelet();
			return Promise.all(begun.map(follow));
		},
		async quit() {
			quitting.abort();
			await Promise.all(underWay);
		},
	};
}

type Site = ActorParts & ActSite;

/** Takes an action to its end. Never rejects. */
async function finish({ action, confirmed }: Begun, site: Site): Promise<Action> {
	const { clock, readOnly } = site;
	if (readOnly !== undefined) return end(action, { status: 'refused', message: `read-only: ${readOnly}` }, site);
	const unlogged = write('confirmed', action, action.askedAt, site);
	// what is not written down is not what the operator asked for
	if (unlogged) return end(action, { status: 'refused', message: unlogged.message, remedy: unlogged.remedy }, site);
	const outcome = await carryOut(action, confirmed, site);
	const lost = write('outcome', { ...action, ...outcome }, clock.now(), site);
	return end(action, lost ? addMessage(outcome, lost) : outcome, site);
}

function write(
	event: 'confirmed' | 'outcome',
	action: Omit<Action, 'status'> & { status: Action['status'] | 'unknown' },
	at: number,
	{ log, store }: Site,
): SourceError | undefined {
	try {
		const { node, nodeName } = store.get();
		log?.write({ event, at, action, node: node?.metadata.name ?? nodeName });
		return undefined;
	} catch (error) {
		return error instanceof SourceError ? error : new SourceError(`the action log failed: ${String(error)}`);
	}
}

function addMessage(outcome: Outcome, { message, remedy }: SourceError): Outcome {
	return {
		...outcome,
		message: [outcome.message, message].filter(Boolean).join('; '),
		remedy: outcome.remedy ?? remedy,
	};
}

/** The screen has no word for an end that nobody saw: there it counts as failed. */
function end(action: Action, { status, message, remedy }: Outcome, site: Site): Action {
	const ended: Action = {
		...action,
		status: status === 'unknown' ? 'failed' : status,
		endedAt: site.clock.now(),
		...(message !== undefined && { message }),
		...(remedy !== undefined && { remedy }),
	};
	tell(ended, site);
	return ended;
}

function tell(action: Action, { emit, clock }: Pick<Site, 'emit' | 'clock'>): void {
	emit({ at: clock.now(), source: 'pausetop', kind: 'action', action });
}
