import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { findNextLine, listLogLines, type SimulatedLogLine } from '../log/log-lines.ts';
import type { SimulatedContainer } from './container.ts';
import { readLogRun } from './container-log.ts';
import type { DockerEngine } from './docker-engine.ts';
import { EngineError } from './engine-error.ts';

type Parts = { engine: DockerEngine; clock: Clock; chatty: boolean };

/**
 * `GET /containers/ID/logs` in Docker's framed format: what it has printed, and with `follow` what it goes on to print, until it ends.
 * @throws EngineError 400 when no stream is wanted
 */
export function sendLogs(
	{ engine, clock, chatty }: Parts,
	container: SimulatedContainer,
	response: ServerResponse,
	query: URLSearchParams,
): void {
	const isWanted = readWishes(query);
	const stamped = isTrue(query.get('timestamps'));
	const write = (lines: readonly SimulatedLogLine[]) => {
		for (const line of lines) response.write(frame(line, stamped));
	};
	const run = () => readLogRun(container, chatty);
	const list = () => {
		const of = run();
		return of === undefined ? [] : listLogLines(of, clock.now());
	};
	const all = list();
	response.writeHead(200);
	response.flushHeaders();
	write(selectTail(all.filter(isWanted), query.get('tail')));
	if (!isTrue(query.get('follow')) || container.state !== 'running') {
		response.end();
		return;
	}
	let last = all.at(-1)?.at.at ?? Number.NEGATIVE_INFINITY;
	let cancel = () => {};
	const sendNew = () => {
		const fresh = list().filter(({ at }) => at.at > last);
		last = fresh.at(-1)?.at.at ?? last;
		write(fresh.filter(isWanted));
	};
	const wait = () => {
		const of = run();
		const next = of === undefined ? undefined : findNextLine(of, clock.now());
		if (next === undefined) return;
		cancel = clock.setTimeout(() => {
			sendNew();
			wait();
		}, next - clock.now());
	};
	wait();
	response.on('close', () => cancel());
	void engine.whenExited(container.id).then(() => {
		cancel();
		sendNew();
		response.end();
	});
}

/** @throws EngineError 400 */
function readWishes(query: URLSearchParams): (line: SimulatedLogLine) => boolean {
	const streams = { stdout: isTrue(query.get('stdout')), stderr: isTrue(query.get('stderr')) };
	if (!streams.stdout && !streams.stderr) {
		throw new EngineError(400, 'Bad parameters: you must choose at least one stream');
	}
	const since = Number(query.get('since') ?? 0) * 1000;
	const until = Number(query.get('until') ?? 0) * 1000 || Number.POSITIVE_INFINITY;
	return ({ stream, at }) => streams[stream] && at.at >= since && at.at <= until;
}

function isTrue(text: string | null): boolean {
	return text === '1' || text === 'true';
}

/** @param tail a number of lines; anything else means all */
function selectTail(lines: readonly SimulatedLogLine[], tail: string | null): readonly SimulatedLogLine[] {
	const count = Number.parseInt(tail ?? '', 10);
	return Number.isNaN(count) ? lines : lines.slice(Math.max(0, lines.length - count));
}

/** Eight bytes before each message: the stream (1: stdout, 2: stderr), three zeros, the length. */
function frame({ at, stream, text }: SimulatedLogLine, stamped: boolean): Buffer {
	const body = Buffer.from(`${stamped ? `${at.text} ` : ''}${text}\n`);
	const head = Buffer.alloc(8);
	head[0] = stream === 'stdout' ? 1 : 2;
	head.writeUInt32BE(body.length, 4);
	return Buffer.concat([head, body]);
}
