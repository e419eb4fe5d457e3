import type { NodeSurvey, SurveyProblem } from '../../../core/node-survey.ts';
import type { SurveyRequest } from '../../../core/survey-request.ts';
import { readHostNamespaces } from '../host.ts';
import { accessRemedy } from '../inside/access-remedy.ts';
import { openProc, procDirectory } from '../proc-directory.ts';
import { type ProcessPass, passOverProcesses } from './pass-over-processes.ts';
import { findResidents, readNetworkFiles } from './read-network-files.ts';
import { readNetworks } from './read-networks.ts';
import { readShims } from './read-shims.ts';
import { readUninterruptible } from './read-uninterruptible.ts';
import { readZombies } from './read-zombies.ts';
import type { SurveyPlace } from './survey-place.ts';

export type SurveyOptions = {
	/** The machine's root as seen from here; `/` unless pausetop runs in a container. */
	hostRoot?: string;
	/** Milliseconds since the epoch. */
	now: () => number;
	/** Ends the look early; what is returned then is not complete. */
	signal: AbortSignal;
};

type Part = SurveyProblem['about'];
type Found = Omit<NodeSurvey, 'readAt' | 'problems' | 'networksReadAt' | 'cost'>;

/**
 * Looks over the whole node once, with one pass over /proc. Gives way to keys and frames all the time. A part that cannot be read
 * is absent, and told among the problems; without a /proc it throws a SourceError.
 */
export async function surveyNode(request: SurveyRequest, options: SurveyOptions): Promise<NodeSurvey> {
	const { procDir, pids } = openProc(options.hostRoot);
	const place = createPlace(procDir, options);
	const { previous } = request;
	const problems: SurveyProblem[] = [];
	const read = <T>(about: Part, work: () => T) => attempt(problems, about, work);
	const pass = await passOverProcesses(pids, place);
	const found: Found = {};
	found.zombies = await read('zombies', () => readZombies(pass.zombies, previous?.zombies, place));
	found.uninterruptible = await read('uninterruptible', () =>
		readUninterruptible(pass.uninterruptible, previous?.uninterruptible, place),
	);
	found.shims = await read('shims', () => readShims(pass.shims, pass.children, previous?.shims, place));
	// from here on: what is older than this was there when the networks were looked at
	const networksReadAt = options.now();
	found.networks = await read('networks', () => readAllNetworks(request, place, problems));
	found.networkFiles = await read('network-files', () => readFiles(request, pass, found.networks, place));
	return { readAt: place.now, networksReadAt, cost: place.cost(), ...withoutAbsent(found), problems };
}

/** Looks at the networks of the node's containers only; the rest is as the look before told it. */
export async function surveyNetworks(
	request: SurveyRequest & { previous: NodeSurvey },
	options: SurveyOptions,
): Promise<NodeSurvey> {
	const place = createPlace(procDirectory(options.hostRoot), options);
	const { networks: _, problems: before, ...rest } = request.previous;
	const problems = before.filter(({ about }) => about !== 'networks');
	const networks = await attempt(problems, 'networks', () => readAllNetworks(request, place, problems));
	return { ...rest, networksReadAt: place.now, cost: place.cost(), ...(networks && { networks }), problems };
}

function createPlace(procDir: string, { hostRoot, now, signal }: SurveyOptions): SurveyPlace & { cost(): number } {
	let cost = 0;
	const spend = (milliseconds: number) => {
		cost += milliseconds;
	};
	return {
		procDir,
		hostRoot: hostRoot ?? '/',
		now: now(),
		signal,
		spend,
		cost: () => cost,
	};
}

async function readAllNetworks(
	{ pids, hostNet }: SurveyRequest,
	place: SurveyPlace,
	problems: SurveyProblem[],
): Promise<NodeSurvey['networks']> {
	// without its number the host's network cannot be told from a pod's
	const host = hostNet ?? readHostNamespaces(place.procDir).net;
	const { networks, denied } = await readNetworks({ pids, hostNet: host }, place);
	if (denied > 0) {
		const detail = `network namespaces of ${denied} of ${pids.length} containers are not readable`;
		problems.push({ about: 'networks', detail, remedy: accessRemedy() });
	}
	return networks.size === 0 && denied > 0 ? undefined : networks;
}

async function readFiles(
	{ previous }: SurveyRequest,
	{ pids }: ProcessPass,
	networks: NodeSurvey['networks'],
	place: SurveyPlace,
): Promise<NodeSurvey['networkFiles']> {
	const files = await findResidents(readNetworkFiles(previous, place), networks, pids, place);
	if (files) return files;
	throw new Error('who uses the files that keep network namespaces cannot be told: processes are not readable');
}

/** One part's fault does not take the others with it. */
async function attempt<T>(problems: SurveyProblem[], about: Part, work: () => T | Promise<T>): Promise<T | undefined> {
	try {
		return await work();
	} catch (error) {
		const detail = error instanceof Error ? error.message : String(error);
		problems.push({ about, detail, remedy: accessRemedy() });
		return undefined;
	}
}

function withoutAbsent(found: Found): Found {
	return Object.fromEntries(Object.entries(found).filter(([, part]) => part !== undefined));
}
