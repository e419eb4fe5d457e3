import { NothingDoneError } from '../../core/action/nothing-done-error.ts';
import { wireObject, wireString } from '../../core/docker-wire.ts';
import { SourceError } from '../../core/source.ts';
import { tidyRemark } from '../../core/tidy-remark.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';
import { formatDockerEndpoint } from './docker-endpoint.ts';

/** Which request was refused. */
type RefusedRequest = { id: string; path: string; endpoint: DockerEndpoint };

/** Turns Docker's answer that an action was not carried out into words: why, and what to do about it. */
export function explainRefusal(
	{ status, body }: { status: number; body: string },
	{ id, path, endpoint }: RefusedRequest,
): SourceError {
	const container = `container ${id.slice(0, 12)}`;
	const where = endpoint.kind === 'unix' ? endpoint.path : formatDockerEndpoint(endpoint);
	const said = selectMessage(body);
	const because = said ? `: ${said}` : '';
	if (status === 404 && /no such container|no container with/i.test(said)) {
		return new NothingDoneError(`${container} is gone`, { remedy: 'choose its successor in the list' });
	}
	// 409 since Docker 17.10, 500 before; podman has words of its own
	if ((status === 409 || status === 500) && /is not running|can only kill running/i.test(said)) {
		const remedy = 'look at its state in the list: it has ended already, or has not been started';
		return new NothingDoneError(`${container} is not running`, { remedy });
	}
	if ([401, 403, 405, 501].includes(status)) {
		return new SourceError(`Docker at ${where} does not allow POST ${shorten(path, id)}${because}`, {
			remedy: 'name a socket without a proxy or plugin that lets only reading through: --runtime docker://PATH',
		});
	}
	return new SourceError(`Docker at ${where} answers with HTTP ${status}${because}`, {
		remedy:
			status >= 500
				? `look at the daemon and the container: journalctl -u docker, docker inspect ${id.slice(0, 12)}`
				: `look at the container: docker inspect ${id.slice(0, 12)}`,
	});
}

function shorten(path: string, id: string): string {
	return path.replace(id, id.slice(0, 12));
}

/** Docker's own message, or plain text; nothing of an HTML page, which only a proxy sends. */
function selectMessage(body: string): string {
	try {
		const { message, cause } = wireObject(JSON.parse(body));
		return tidyRemark(wireString(message) ?? wireString(cause) ?? '');
	} catch {
		return /^\s*[<{[]/.test(body) ? '' : tidyRemark(body);
	}
}
