import type { Clock } from '../../core/clock.ts';
import type { Emit, Source } from '../../core/source.ts';
import { describeKubeError } from './describe-kube-error.ts';
import { type CredentialOptions, findKubeCredentials } from './find-kube-credentials.ts';
import { createKubeClient, type KubeClient } from './kube-client.ts';
import { createKubeSession, type KubeTimings } from './kube-session.ts';
import { listPodsEarly, readOnce } from './read-once.ts';
import { guessNodeName, type NodeNameOptions, type ResolvedNode, resolveNodeName } from './resolve-node-name.ts';
import { watchAll } from './watch-all.ts';

export type KubeSourceOptions = {
	credentials: CredentialOptions;
	node: Omit<NodeNameOptions, 'kubeletHostname'> & {
		/** The running kubelet's `--hostname-override`; a function is asked anew with each run. */
		kubeletHostname?: string | (() => string | undefined | Promise<string | undefined>);
	};
	clock: Clock;
	/** How long the server may be silent, milliseconds. */
	requestTimeout?: number;
	/** `false`: list pods and node once, then resolve. */
	watch?: boolean;
	/** With `watch: false`: list the events as well. */
	events?: boolean;
	timings?: Partial<KubeTimings>;
};

const defaultTimings: KubeTimings = {
	relistEvery: 5 * 60_000,
	retryPartEvery: 30_000,
	heartbeatEvery: 10_000,
	watchSeconds: 240,
	watchGrace: 10_000,
};

/** The pods of this node, its Node object and the events about both, from an API server. */
export function createKubeSource(options: KubeSourceOptions): Source {
	return {
		name: 'kube',
		async run(emit, signal) {
			if (signal.aborted) return;
			const { credentials, error } = findKubeCredentials(options.credentials);
			if (error) throw error;
			const client = createKubeClient(credentials, options.requestTimeout ?? 5_000);
			const guarded: Emit = (observation) => {
				if (!signal.aborted) emit(observation);
			};
			try {
				await read(client, options, guarded, signal);
			} catch (error) {
				if (signal.aborted) return;
				const context = { credentials, task: 'list and watch the pods of this node', now: options.clock.now() };
				throw describeKubeError(error, context);
			} finally {
				client.close();
			}
		},
	};
}

async function read(client: KubeClient, options: KubeSourceOptions, emit: Emit, signal: AbortSignal): Promise<void> {
	const { clock } = options;
	const names = await collectNames(options);
	const guess = options.watch === false ? guessNodeName(client.credentials, names) : undefined;
	const early = guess === undefined ? undefined : listPodsEarly(client, guess, signal);
	const node = await findNode(client, names, clock, signal);
	const timings = { ...defaultTimings, ...options.timings };
	const session = createKubeSession({ client, node, emit, clock, timings, signal });
	if (options.watch === false) await readOnce(session, options.events ?? false, early);
	else await watchAll(session);
}

async function collectNames({ node }: KubeSourceOptions): Promise<NodeNameOptions> {
	const { kubeletHostname, ...rest } = node;
	// what was asked for by name is not looked for
	if (rest.node !== undefined) return rest;
	return {
		...rest,
		kubeletHostname: await (typeof kubeletHostname === 'function' ? kubeletHostname() : kubeletHostname),
	};
}

async function findNode(
	client: KubeClient,
	names: NodeNameOptions,
	clock: Clock,
	signal: AbortSignal,
): Promise<ResolvedNode> {
	try {
		return await resolveNodeName(client, names, signal);
	} catch (error) {
		if (signal.aborted) throw error;
		const context = { credentials: client.credentials, task: 'read this node', now: clock.now() };
		throw describeKubeError(error, context);
	}
}
