import type Docker from 'dockerode';
import { SourceError } from '../../core/source.ts';
import { withDeadline } from './deadline.ts';
import { type DockerEndpoint, formatDockerEndpoint } from './docker-endpoint.ts';
import { askDocker } from './docker-http.ts';
import { type DockerVersion, normalizeDockerVersion } from './docker-version.ts';
import { explainDockerError } from './explain-docker-error.ts';

export type ConnectOptions = {
	/** Longest wait for an answer, milliseconds. */
	requestTimeout: number;
	signal?: AbortSignal;
};

/** Puts a question under a deadline, and turns whatever fails into a SourceError. */
export type Ask = <T>(question: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** dockerode, set to the API version that both sides speak. */
export type DockerConnection = { docker: Docker; version: DockerVersion };

/** Asks for the daemon's version, once, and settles on an API version for the rest. Rejects with a SourceError. */
export async function askDockerVersion(endpoint: DockerEndpoint, options: ConnectOptions): Promise<DockerVersion> {
	const ask = createAsk(endpoint, options.requestTimeout);
	const answer = await ask((abortSignal) => askDocker(endpoint, '/version', abortSignal), options.signal);
	return normalizeDockerVersion(answer, endpoint);
}

/** The same for what needs dockerode. Rejects with a SourceError. */
export async function openDockerConnection(
	endpoint: DockerEndpoint,
	options: ConnectOptions,
): Promise<DockerConnection> {
	const [{ default: Dockerode }, version] = await Promise.all([
		import('dockerode'),
		askDockerVersion(endpoint, options),
	]);
	return { docker: openClient(Dockerode, endpoint, `v${version.apiVersion}`), version };
}

/** docker-modem fills what is not given from DOCKER_HOST and its like, so everything is given. */
function openClient(Dockerode: typeof Docker, endpoint: DockerEndpoint, version: string): Docker {
	const where =
		endpoint.kind === 'unix'
			? { socketPath: endpoint.path, host: undefined, port: undefined }
			: { socketPath: undefined, host: endpoint.host, port: endpoint.port };
	const plain = { protocol: 'http', ca: undefined, cert: undefined, key: undefined, timeout: undefined } as const;
	try {
		return new Dockerode({ ...where, ...plain, version });
	} catch (cause) {
		// it parses DOCKER_HOST and reads DOCKER_CERT_PATH even when both are overruled
		throw new SourceError('DOCKER_HOST or DOCKER_CERT_PATH is not usable', {
			remedy: 'unset DOCKER_HOST and DOCKER_CERT_PATH',
			health: 'unsupported',
			cause,
		});
	}
}

/** @param milliseconds the longest wait for an answer */
export function createAsk(endpoint: DockerEndpoint, milliseconds: number): Ask {
	const tooLate = () =>
		new SourceError(`Docker at ${formatDockerEndpoint(endpoint)} has not answered within ${milliseconds / 1000} s`, {
			remedy: 'look whether the daemon hangs: docker ps, journalctl -u docker',
		});
	return async (question, signal) => {
		try {
			return await withDeadline(question, { milliseconds, signal, tooLate });
		} catch (error) {
			throw signal?.aborted ? signal.reason : explainDockerError(error, endpoint);
		}
	};
}

/** The part of docker-modem, dockerode's HTTP client, that is used directly. */
type Modem = { dial(question: object, done: (error: Error | null, answer: unknown) => void): void };

/** One request, as docker-modem takes it. */
export function dial(docker: Docker, question: object): Promise<unknown> {
	const modem: Modem = docker.modem;
	return new Promise((resolve, reject) => {
		modem.dial(question, (error, answer) => (error ? reject(error) : resolve(answer)));
	});
}
