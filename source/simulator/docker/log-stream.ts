import type { ServerResponse } from 'node:http';
import type { SimulatedContainer } from './container.ts';
import type { DockerEngine } from './docker-engine.ts';

/** `GET /containers/ID/logs`: a few lines in Docker's framed format, and with `follow` an open end while it runs. */
export function sendLogs(
	engine: DockerEngine,
	container: SimulatedContainer,
	response: ServerResponse,
	query: URLSearchParams,
): void {
	const lines = container.behaviour.logs ?? [];
	const tail = Number.parseInt(query.get('tail') ?? '', 10);
	const timestamp = query.get('timestamps') === '1' ? `${container.started?.text ?? container.created.text} ` : '';
	response.writeHead(200, { 'Content-Type': 'application/vnd.docker.multiplexed-stream' });
	for (const line of Number.isNaN(tail) ? lines : lines.slice(-tail)) response.write(frame(`${timestamp}${line}\n`));
	const follow = ['1', 'true'].includes(query.get('follow') ?? '');
	if (!follow || container.state !== 'running') {
		response.end();
		return;
	}
	void engine.whenExited(container.id).then(() => response.end());
}

/** Eight bytes before each chunk: the stream (1: stdout), three zeros, the length. */
function frame(text: string): Buffer {
	const body = Buffer.from(text);
	const head = Buffer.alloc(8);
	head[0] = 1;
	head.writeUInt32BE(body.length, 4);
	return Buffer.concat([head, body]);
}
