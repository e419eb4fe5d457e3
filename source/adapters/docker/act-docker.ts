import { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import { type Delivery, stopDeadline, wholeGraceSeconds } from '../../core/action/delivery.ts';
import { requireFullId } from '../../core/action/nothing-done-error.ts';
import { createAsk, dial, openDockerConnection } from './docker-connection.ts';
import { type DockerEndpoint, resolveEndpoint } from './docker-endpoint.ts';
import { explainRefusal } from './explain-refusal.ts';

/** What is to be done to which container. */
export type DockerOrder = {
	/** Full id. */
	id: string;
	means: 'docker-stop' | 'docker-kill';
	/** Seconds between TERM and KILL of a stop; 10 unless given. */
	graceSeconds?: number;
};

export type ActDockerOptions = {
	signal?: AbortSignal;
	/** Longest wait for an answer, milliseconds; a stop has its grace period on top. 10 s unless given. */
	requestTimeout?: number;
};

/**
 * Does what `docker stop -t N ID` or `docker kill -s KILL ID` does, and resolves when Docker has answered. Rejects with a
 * SourceError, and with a NothingDoneError where there is no such container, or it does not run.
 */
export async function actDocker(
	endpoint: DockerEndpoint | (() => Promise<DockerEndpoint>),
	{ id, means, graceSeconds }: DockerOrder,
	{ signal, requestTimeout = 10_000 }: ActDockerOptions = {},
): Promise<Delivery> {
	requireFullId(id);
	const grace = wholeGraceSeconds(graceSeconds);
	const isStop = means === 'docker-stop';
	const where = await resolveEndpoint(endpoint);
	const { docker } = await openDockerConnection(where, { requestTimeout, signal });
	const ask = createAsk(where, isStop ? stopDeadline(grace, requestTimeout) : requestTimeout);
	const path = `/containers/${id}/${isStop ? 'stop' : 'kill'}`;
	// named also where they are Docker's defaults: those of this container may be others
	const query: Record<string, string> = isStop ? { t: String(grace) } : { signal: 'KILL' };
	const { status, body } = await ask((abortSignal) => post(docker, path, query, abortSignal), signal);
	if (status >= 200 && status < 300) return 'sent';
	if (status === 304) return 'already-ended';
	throw explainRefusal({ status, body }, { id, path, endpoint: where });
}

type Answer = { status: number; body: string };

/** All of them count as answers, so that docker-modem leaves it to us what they mean. */
const statusCodes = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [index + 100, true]));

/** As a stream: docker-modem waits for ever for the rest of an answer that has broken off. */
async function post(
	docker: Docker,
	path: string,
	query: Record<string, string>,
	abortSignal: AbortSignal,
): Promise<Answer> {
	const options = { _query: query, _body: {} };
	const question = { path: `${path}?`, method: 'POST', options, statusCodes, isStream: true, abortSignal };
	const response = await dial(docker, question);
	if (!(response instanceof IncomingMessage)) throw new TypeError('the answer is no response');
	const { statusCode: status = 0 } = response;
	if (status >= 400) return { status, body: await readBody(response) };
	response.destroy();
	return { status, body: '' };
}

/** More than this is no message for people. */
const longestBody = 16_384;

/** What is there of it: an answer's status counts even when its text breaks off. */
async function readBody(response: IncomingMessage): Promise<string> {
	let body = '';
	try {
		response.setEncoding('utf8');
		for await (const chunk of response) {
			body += chunk;
			if (body.length > longestBody) break;
		}
	} catch {
		// it broke off
	}
	return body;
}
