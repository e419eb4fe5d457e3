import type { RuntimeCall } from '../runtime-facts.ts';

/** How slow a runtime is, by its answers to pausetop. */
export type RuntimeSlowness =
	/** A listing was given up, and none has been answered in time often enough since. */
	| { kind: 'hangs'; call: RuntimeCall; times: number; answersAgain: boolean }
	/** Listings are answered, late. */
	| { kind: 'slow'; percentile: number; longest: number; late: number; of: number; since: number }
	/** It lists, but does not answer questions about one container. */
	| { kind: 'hangs-on-one'; call: RuntimeCall; times: number; since: number };

/** Milliseconds. The kubelet lists once a second, and calls its own listing unhealthy after three minutes (PLEG). */
const late = 1_000;
/** Calls older than this say nothing of now, milliseconds. */
const window = 10 * 60_000;
/** Listings that a percentile is made of: one more late than usual is no finding. */
const [fewest, most, fewestLate] = [5, 20, 2];
/** So many listings in time, one after another, and it is over. */
const recovered = 3;

const listings = new Set(['GET /containers/json', 'ListPodSandbox', 'ListContainers']);

/** What is the matter with a runtime's answers, the worst first; undefined when nothing is. `isListed`: whether it has a container with this id's beginning. */
export function measureSlowness(
	calls: readonly RuntimeCall[],
	now: number,
	isListed: (shortId: string) => boolean,
): RuntimeSlowness | undefined {
	const recent = calls.filter(({ at, took }) => at + took > now - window && at <= now);
	const listed = recent.filter(({ name }) => listings.has(name)).filter(isAnswerOrHang);
	return findHang(listed) ?? findSlow(listed) ?? findHangOnOne(recent, isListed);
}

/** A call that was refused at once says that nobody is there, which is told by the source's health, not that it is slow. */
function isAnswerOrHang({ failure, took }: RuntimeCall): boolean {
	return failure === undefined || took > late;
}

function isHang({ failure, took }: RuntimeCall): boolean {
	return failure !== undefined && took > late;
}

function findHang(listed: readonly RuntimeCall[]): RuntimeSlowness | undefined {
	const call = listed.findLast(isHang);
	if (!call) return undefined;
	const since = listed.slice(listed.indexOf(call) + 1);
	if (since.length >= recovered && since.slice(-recovered).every(({ took }) => took <= late)) return undefined;
	return { kind: 'hangs', call, times: listed.filter(isHang).length, answersAgain: since.length > 0 };
}

function findSlow(listed: readonly RuntimeCall[]): RuntimeSlowness | undefined {
	const last = listed.slice(-most);
	const slowOnes = last.filter(({ took }) => took > late);
	const first = slowOnes[0];
	if (last.length < fewest || slowOnes.length < fewestLate || !first) return undefined;
	if (last.slice(-recovered).every(({ took }) => took <= late)) return undefined;
	const sorted = last.map(({ took }) => took).sort((a, b) => a - b);
	const percentile = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
	if (percentile <= late) return undefined;
	return {
		kind: 'slow',
		percentile,
		longest: sorted.at(-1) ?? percentile,
		late: slowOnes.length,
		of: last.length,
		since: first.at,
	};
}

function findHangOnOne(
	recent: readonly RuntimeCall[],
	isListed: (shortId: string) => boolean,
): RuntimeSlowness | undefined {
	const newest = new Map(recent.filter(({ name }) => !listings.has(name)).map((call) => [call.name, call]));
	const call = [...newest.values()].find((one) => isHang(one) && isListed(selectAskedId(one)));
	if (!call) return undefined;
	const hangs = recent.filter((one) => one.name === call.name && isHang(one));
	return { kind: 'hangs-on-one', call, times: hangs.length, since: hangs[0]?.at ?? call.at };
}

/** The beginning of the id that a call is about: `ContainerStatus 76b9f085bd1c`. */
export function selectAskedId({ name }: RuntimeCall): string {
	return /\b[0-9a-f]{12}\b/.exec(name)?.[0] ?? '';
}
