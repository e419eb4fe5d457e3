import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { HttpGate } from '../http-gate.ts';
import type { DockerEngine } from './docker-engine.ts';
import type { EngineEvent } from './event-log.ts';
import { type Filters, matchAny, matchLabels, parseFilters } from './filters.ts';

type Parts = { engine: DockerEngine; clock: Clock; gate: HttpGate };

/** `GET /events`: what is remembered since `since`, then what happens, until `until` or for ever. */
export function streamEvents({ engine, clock, gate }: Parts, response: ServerResponse, query: URLSearchParams): void {
	const filters = parseFilters(query.get('filters'));
	const since = parseTime(query.get('since'), clock.now());
	const until = parseTime(query.get('until'), clock.now());
	const write = (event: EngineEvent) => {
		if (matchEvent(event, filters)) gate.pass(() => void response.write(`${JSON.stringify(event)}\n`));
	};
	response.writeHead(200, { 'Content-Type': 'application/json' });
	response.flushHeaders();
	const old = since === undefined ? [] : engine.events.recent().filter((event) => event.timeNano >= since * 1e6);
	for (const event of old) if (until === undefined || event.timeNano <= until * 1e6) write(event);
	if (until !== undefined && until <= clock.now()) {
		response.end();
		return;
	}
	const unsubscribe = engine.events.subscribe(write);
	const cancel = until === undefined ? undefined : clock.setTimeout(() => response.end(), until - clock.now());
	response.on('close', () => {
		unsubscribe();
		cancel?.();
	});
}

/** Unix seconds with or without a fraction, RFC 3339, or a duration back from now (`10s`, `5m`, `1h`). In milliseconds. */
function parseTime(text: string | null, now: number): number | undefined {
	if (text === null || text === '') return undefined;
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
	const ago = /^(\d+)([smh])$/.exec(text);
	if (ago !== null) return now - Number(ago[1]) * { s: 1000, m: 60_000, h: 3_600_000 }[ago[2] as 's' | 'm' | 'h'];
	const at = Date.parse(text);
	return Number.isNaN(at) ? undefined : at;
}

function matchEvent(event: EngineEvent, filters: Filters): boolean {
	const { ID: id, Attributes: attributes } = event.Actor;
	return (
		matchAny(filters.get('type'), (type) => type === event.Type) &&
		matchAny(filters.get('event'), (action) => action === event.Action) &&
		matchAny(
			filters.get('container'),
			(wanted) => event.Type === 'container' && (id.startsWith(wanted) || attributes.name === wanted),
		) &&
		matchLabels(attributes, filters.get('label'))
	);
}
