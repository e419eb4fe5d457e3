import type { IncomingMessage } from 'node:http';
import { KubeRequestError } from './kube-request-error.ts';

/**
 * Reads a body to its end, as UTF-8.
 * @param timeout milliseconds without a byte, with `absolute` milliseconds in all; then the connection is given up
 * @param onText takes the text piece by piece instead; the result is then empty
 * @throws KubeRequestError on a timeout, else the connection's error; also when the body breaks off
 */
export function readText(
	response: IncomingMessage,
	timeout: number,
	options: { absolute?: boolean; onText?(text: string): void } = {},
): Promise<string> {
	const pieces: string[] = [];
	response.setEncoding('utf8');
	return new Promise((resolve, reject) => {
		const timer = setTimeout(
			() => response.destroy(new KubeRequestError('timeout', `nothing more came within ${timeout} ms`)),
			timeout,
		);
		response.on('data', (text: string) => {
			if (!options.absolute) timer.refresh();
			try {
				if (options.onText) options.onText(text);
				else pieces.push(text);
			} catch (error) {
				response.destroy(error instanceof Error ? error : new Error(String(error)));
			}
		});
		response.on('end', () => resolve(pieces.join('')));
		response.on('error', reject);
		// after `end` or `error` this changes nothing
		response.on('close', () => {
			clearTimeout(timer);
			reject(new Error('the connection was closed'));
		});
	});
}
