import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecOutput } from './exec-desk.ts';

/** Whatever bytes can be written to: an answer, or a connection that was taken over. */
type Sink = Pick<ServerResponse | Duplex, 'write' | 'end' | 'writable'>;

/** With a terminal the bytes as they are; without one in Docker's frames, as those of logs, all of them stdout. */
export function createExecOutput(sink: Sink, tty: boolean): ExecOutput {
	return {
		write(text) {
			if (sink.writable) sink.write(tty ? text : frame(text));
		},
		end() {
			if (sink.writable) sink.end();
		},
	};
}

function frame(text: string): Buffer {
	const body = Buffer.from(text);
	const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
	head.writeUInt32BE(body.length, 4);
	return Buffer.concat([head, body]);
}
