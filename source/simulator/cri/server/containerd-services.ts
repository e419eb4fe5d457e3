import type { ContainerdEvent } from '../containerd-event.ts';
import type { CriEngine } from '../cri-engine.ts';
import { CriError, statusCode } from '../cri-error.ts';
import { parseEventFilters } from './event-filter.ts';
import type { CallContext, Services } from './grpc-listener.ts';
import type { MessageCodec } from './message-codec.ts';
import { formatTimestamp } from './nanoseconds.ts';

/** What containerd serves beside CRI, as far as `ctr events`, `ctr task kill` and `ctr version` need it. */
export function createContainerdServices(engine: CriEngine): Services {
	const { version } = engine.profile;
	return {
		'containerd.services.version.v1.Version': {
			Version: {
				request: 'Empty',
				response: 'ContainerdVersion',
				answer: () => ({ version, revision: `${version.replace(/~.*$/, '')}-1+deb12u1` }),
			},
		},
		'containerd.services.events.v1.Events': {
			Subscribe: {
				request: 'SubscribeRequest',
				response: 'Envelope',
				stream({ filters }, { send, codec }) {
					const isWanted = parseEventFilters((filters as readonly string[] | undefined) ?? []);
					return engine.events.subscribe((event) => {
						if (isWanted(event)) send(formatEnvelope(event, codec));
					});
				},
			},
		},
		'containerd.services.tasks.v1.Tasks': {
			Kill: {
				request: 'KillRequest',
				response: 'Empty',
				async answer({ containerId, signal }, context) {
					requireNamespace(context, String(containerId));
					await engine.signal(String(containerId), Number(signal));
					return {};
				},
			},
		},
	};
}

function formatEnvelope({ timestamp, topic, type, message }: ContainerdEvent, codec: MessageCodec): object {
	const { exitedAt, ...fields } = message;
	const event = { ...fields, ...(typeof exitedAt === 'string' ? { exitedAt: formatTimestamp(exitedAt) } : {}) };
	return {
		timestamp: { seconds: timestamp.slice(0, -9), nanos: Number(timestamp.slice(-9)) },
		namespace: 'k8s.io',
		topic,
		event: { typeUrl: `containerd.events.${type}`, value: codec.encode(type, event) },
	};
}

/** @throws CriError when the caller names no namespace, or another one than the kubelet's */
function requireNamespace({ header }: CallContext, id: string): void {
	const namespace = header('containerd-namespace');
	if (namespace === undefined) {
		throw new CriError(statusCode.failedPrecondition, 'namespace is required: failed precondition');
	}
	if (namespace !== 'k8s.io') {
		throw new CriError(statusCode.notFound, `container "${id}" in namespace "${namespace}": not found`);
	}
}
