import { isFilledString, isJsonObject } from '../../core/normalize-kube-object.ts';
import { KubeRequestError } from './kube-request-error.ts';

/** Whether an HTTP status is one of success. */
export function isSuccess(status: number): boolean {
	return status >= 200 && status < 300;
}

/** What an answer that is no success says. */
export function createStatusError(status: number, body: string): KubeRequestError {
	return new KubeRequestError('status', `HTTP ${status}`, { status, serverMessage: parseStatusMessage(body) });
}

/** @param milliseconds that nothing came */
export function createTimeoutError(milliseconds: number): KubeRequestError {
	return new KubeRequestError('timeout', `no answer within ${milliseconds} ms`);
}

/**
 * The JSON of a successful answer. The parser's own message is left out: it quotes the text, and pods hold environment variables.
 * @throws KubeRequestError
 */
export function parseAnswer(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		throw new KubeRequestError('malformed', 'the answer is no JSON');
	}
}

/** `message` of a Status object, or a short plain text; no markup and never more than a line. */
function parseStatusMessage(body: string): string | undefined {
	const text = readMessage(body)?.trim().split('\n')[0];
	return text && text.length <= 500 ? text.replace(/\.$/, '') : undefined;
}

function readMessage(body: string): string | undefined {
	try {
		const status: unknown = JSON.parse(body);
		return isJsonObject(status) && isFilledString(status.message) ? status.message : undefined;
	} catch {
		return body.trimStart().startsWith('<') ? undefined : body;
	}
}
