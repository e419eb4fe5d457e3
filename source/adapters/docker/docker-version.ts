import { wireObject, wireString } from '../../core/docker-wire.ts';
import { SourceError } from '../../core/source.ts';
import { type DockerEndpoint, formatDockerEndpoint } from './docker-endpoint.ts';

/** What answers at an endpoint. */
export type DockerVersion = {
	/** The daemon's version: `20.10.24+dfsg1`. */
	version: string;
	/** The API version that both sides speak: `1.41`. */
	apiVersion: string;
	/** Whether that is the daemon's newest, in which it answers who names none. */
	isOwnVersion: boolean;
	/** The engine's name where it is not Docker's own: `Podman Engine`. */
	engine?: string;
};

/** The newest API whose answers were looked at, and the oldest whose listing and events have all that is needed. */
const newestKnown = '1.51';
const oldestUsable = '1.24';

/**
 * Reads the answer of `GET /version` and settles on an API version: the daemon's, but none newer than the newest known,
 * unless the daemon insists. Throws a SourceError when it is too old or not Docker's answer.
 */
export function normalizeDockerVersion(wire: unknown, endpoint: DockerEndpoint): DockerVersion {
	const answer = wireObject(wire);
	const offered = wireString(answer.ApiVersion);
	if (!offered || !/^\d+\.\d+$/.test(offered)) {
		throw new SourceError(`what answers at ${formatDockerEndpoint(endpoint)} is not Docker`, {
			remedy: 'name the right socket: --runtime docker://PATH',
		});
	}
	if (compareVersions(offered, oldestUsable) < 0) {
		throw new SourceError(`Docker's API ${offered} is older than ${oldestUsable}`, {
			remedy: 'upgrade Docker to 1.12 or newer',
			health: 'unsupported',
		});
	}
	const oldestOffered = wireString(answer.MinAPIVersion) ?? offered;
	const agreed = compareVersions(offered, newestKnown) <= 0 ? offered : newestKnown;
	const apiVersion =
		/^\d+\.\d+$/.test(oldestOffered) && compareVersions(oldestOffered, agreed) > 0 ? oldestOffered : agreed;
	return {
		version: wireString(answer.Version) ?? 'unknown',
		apiVersion,
		isOwnVersion: apiVersion === offered,
		engine: selectForeignEngine(answer.Components),
	};
}

function selectForeignEngine(components: unknown): string | undefined {
	const names = Array.isArray(components) ? components.map((component) => wireString(wireObject(component).Name)) : [];
	return names.find((name) => name !== undefined && /podman/i.test(name));
}

/** By number, not by text: 1.9 is older than 1.24. */
function compareVersions(a: string, b: string): number {
	const [majorA = 0, minorA = 0] = a.split('.').map(Number);
	const [majorB = 0, minorB = 0] = b.split('.').map(Number);
	return majorA - majorB || minorA - minorB;
}
