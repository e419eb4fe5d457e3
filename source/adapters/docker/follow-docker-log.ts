import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { wireObject } from '../../core/docker-wire.ts';
import { createFramedLogStream, createRawLogStream, DockerLogError } from '../../core/log/docker-log-stream.ts';
import { createLineAssembler, shownLimit } from '../../core/log/line-assembler.ts';
import type { EmitLog } from '../../core/log/log-line.ts';
import type { LogOptions } from '../../core/log/log-options.ts';
import type { LogRecord } from '../../core/log/log-record.ts';
import { SourceError } from '../../core/source.ts';
import { createAsk, dial, openDockerConnection } from './docker-connection.ts';
import { type DockerEndpoint, formatDockerEndpoint, resolveEndpoint } from './docker-endpoint.ts';
import { explainDockerError } from './explain-docker-error.ts';

/** Longest wait for the first answer, milliseconds. */
const requestTimeout = 5_000;

/**
 * Reads the log of one container, running or not, through Docker. Resolves when it ends: without `follow` at its newest line,
 * else with the container; or when `signal` aborts. Rejects with a SourceError. While `emit` is pending nothing is read, and
 * Docker waits, too.
 */
export async function followDockerLog(
	endpoint: DockerEndpoint | (() => Promise<DockerEndpoint>),
	id: string,
	options: LogOptions,
	emit: EmitLog,
	signal: AbortSignal,
): Promise<void> {
	const where = await resolveEndpoint(endpoint);
	try {
		const { docker } = await openDockerConnection(where, { requestTimeout, signal });
		const ask = createAsk(where, requestTimeout);
		const container = docker.getContainer(encodeURIComponent(id));
		const inspected: unknown = await ask((abortSignal) => container.inspect({ abortSignal }), signal);
		const hasTerminal = wireObject(wireObject(inspected).Config).Tty === true;
		const stream = await ask((abortSignal) => openLog(docker, id, options, abortSignal), signal);
		const destroy = () => stream.destroy();
		signal.addEventListener('abort', destroy, { once: true });
		try {
			await read(stream, hasTerminal, options, emit, signal);
		} finally {
			signal.removeEventListener('abort', destroy);
			destroy();
		}
	} catch (error) {
		if (!signal.aborted) throw explainLogError(error, id, where);
	}
}

async function openLog(docker: Docker, id: string, options: LogOptions, abortSignal: AbortSignal): Promise<Readable> {
	const { follow = false, tail, since } = options;
	const query = {
		stdout: '1',
		stderr: '1',
		// always: they are what tells one message from the next where there are no frames
		timestamps: '1',
		follow: follow ? '1' : '0',
		tail: tail === undefined ? 'all' : String(tail),
		...(since !== undefined && { since: formatSince(since) }),
	};
	const stream = await dial(docker, {
		path: `/containers/${encodeURIComponent(id)}/logs?`,
		method: 'GET',
		options: query,
		abortSignal,
		isStream: true,
		statusCodes: { 200: true, 404: 'no such container', 500: 'server error', 501: 'not implemented' },
	});
	if (stream instanceof Readable) return stream;
	throw new TypeError('the answer is not a stream');
}

/** `SECONDS.NANOSECONDS` */
function formatSince(milliseconds: number): string {
	const whole = Math.max(0, Math.floor(milliseconds));
	return `${Math.floor(whole / 1000)}.${String(whole % 1000).padStart(3, '0')}000000`;
}

async function read(
	stream: Readable,
	hasTerminal: boolean,
	{ limit = shownLimit }: LogOptions,
	emit: EmitLog,
	signal: AbortSignal,
): Promise<void> {
	const messages = hasTerminal ? createRawLogStream() : createFramedLogStream();
	const assembler = createLineAssembler(limit);
	const assemble = (records: readonly LogRecord[]) => records.map(assembler.push).filter((line) => line !== undefined);
	for await (const chunk of stream) {
		const lines = assemble(messages.push(chunk));
		if (lines.length > 0) await emit(lines);
		if (signal.aborted) return;
	}
	const rest = [...assemble(messages.finish()), ...assembler.finish()];
	if (rest.length > 0) await emit(rest);
}

function explainLogError(error: unknown, id: string, endpoint: DockerEndpoint): SourceError {
	if (error instanceof DockerLogError) {
		return new SourceError(`Docker cannot read the log on: ${error.message}`, {
			remedy: `docker logs ${id.slice(0, 12)}; journalctl -u docker`,
			cause: error,
		});
	}
	const { message, remedy } = explainDockerError(error, endpoint);
	if (/no such container/i.test(message)) {
		return new SourceError(`container ${id.slice(0, 12)} is gone, and its log with it`, {
			remedy: 'choose its successor in the list',
		});
	}
	if (/logging driver does not support reading/.test(message)) {
		return new SourceError(
			"this container's log cannot be read: its logging driver keeps none, or keeps it elsewhere",
			{
				remedy: `docker inspect -f '{{.HostConfig.LogConfig.Type}}' ${id.slice(0, 12)} says where; Docker can read back json-file, local and journald`,
				health: 'unsupported',
			},
		);
	}
	return new SourceError(message, { remedy: remedy ?? `look at ${formatDockerEndpoint(endpoint)}`, cause: error });
}
