import { wireObject, wireString } from '../../core/docker-wire.ts';
import { SourceError } from '../../core/source.ts';
import { type DockerEndpoint, formatDockerEndpoint } from './docker-endpoint.ts';

const start = 'start dockerd (systemctl start docker), or name its socket: --runtime docker://PATH';
const retry = 'look at the daemon: systemctl status docker, journalctl -u docker';

/** Turns whatever failed while talking to Docker into words: what it is, and what to do about it. */
export function explainDockerError(error: unknown, endpoint: DockerEndpoint): SourceError {
	if (error instanceof SourceError) return error;
	const where = endpoint.kind === 'unix' ? endpoint.path : formatDockerEndpoint(endpoint);
	const { code, statusCode, json } = wireObject(error instanceof Error ? { ...error } : error);
	const [message, remedy] =
		typeof statusCode === 'number'
			? explainStatus(statusCode, wireString(wireObject(json).message) ?? selectStreamMessage(error), where)
			: explainCode(wireString(code) ?? '', endpoint, where);
	return new SourceError(message, { remedy, cause: error });
}

/** Of a refused stream docker-modem hands the daemon's message on only within its own: `(HTTP code 500) server error - …`. */
function selectStreamMessage(error: unknown): string | undefined {
	const text =
		error instanceof Error ? /^\(HTTP code \d+\) [^-]* - ([^<]{1,300})$/.exec(error.message)?.[1] : undefined;
	return text === '[object Object]' ? undefined : text;
}

function explainStatus(status: number, message: string | undefined, where: string): [message: string, remedy: string] {
	const said = message?.trim().replace(/\s+/g, ' ').replace(/\.$/, '');
	const answer = `Docker at ${where} answers with HTTP ${status}${said ? `: ${said}` : ''}`;
	return [answer, status >= 500 ? retry : 'is it a Docker socket? name another one: --runtime docker://PATH'];
}

/** By the system's error codes, as connect(2) gives them. */
function explainCode(code: string, endpoint: DockerEndpoint, where: string): [message: string, remedy: string] {
	switch (code) {
		case 'ENOENT':
		case 'ENOTDIR':
			return [`no Docker socket at ${where}`, start];
		case 'EACCES':
		case 'EPERM':
			return [`no permission to open ${where}`, 'run it with sudo, or join the group docker (usermod -aG docker USER)'];
		case 'ECONNREFUSED':
			return [`nobody listens at ${where}`, start];
		case 'ENOTSOCK':
		case 'EPROTOTYPE':
			return [`${where} is not a stream socket`, 'name the right one: --runtime docker://PATH'];
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return [`the host of ${where} has no address`, 'correct DOCKER_HOST, or unset it'];
		case 'ETIMEDOUT':
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
			return [`no connection to ${where}`, endpoint.kind === 'tcp' ? 'correct DOCKER_HOST, or unset it' : retry];
		case 'ECONNRESET':
		case 'EPIPE':
			return [`Docker at ${where} closed the connection`, retry];
		default:
			return [
				/^HPE_/.test(code) ? `${where} does not speak HTTP` : `Docker at ${where} failed${code ? ` (${code})` : ''}`,
				'is it a Docker socket? name another one: --runtime docker://PATH',
			];
	}
}
