import { fetchText } from '../../source/adapters/fetch-text.ts';

/** Run with Bun: asks each of the requests given as JSON, and prints the answers; `null` for none, the error's message for a rejection. */
const { requests, abortAfter } = JSON.parse(process.argv[2] ?? '{}');
const signal = abortAfter === undefined ? new AbortController().signal : AbortSignal.timeout(abortAfter);
const answers: unknown[] = [];
for (const request of requests) {
	try {
		answers.push((await fetchText({ headers: {}, ...request, signal })) ?? null);
	} catch (error) {
		answers.push(error === signal.reason ? 'aborted' : String(error));
	}
}
process.stdout.write(JSON.stringify(answers));
process.exit(0);
