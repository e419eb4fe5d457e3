// The second thread of a command that reads once: scans /proc for the first one, and says what it saw. See scan-aside.ts.
import { SourceError } from '../../core/source.ts';
import { createOnce } from '../once.ts';
import { createProcSource } from './proc-source.ts';
import type { ReadContainers } from './scan.ts';
import type { Look, ScanAnswer, ScanQuestion } from './scan-aside.ts';
import { readShare, type SharePart } from './shared-reading.ts';

type Runtime = { unsafe: { setJITPolicy(scale: number): void } };
type Thread = {
	addEventListener(kind: 'message', listener: (event: { data: ScanQuestion }) => void): void;
	postMessage(answer: ScanAnswer): void;
};

const thread = globalThis as unknown as Thread & { Bun?: Runtime };
// as the program starts with (source/build/compile-binary.ts): Bun 1.4 sets it back to 1 for the whole program when a thread begins
thread.Bun?.unsafe.setJITPolicy(60);

const help = Promise.withResolvers<SharePart>();
// one text is handed over faster than hundreds of objects
const say = (answer: ScanAnswer) => thread.postMessage(answer);

/** Together with the first thread, as soon as that has nothing else to do. */
const readTogether: ReadContainers = async (procDir, containers, look) => {
	const taken = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
	say({ share: JSON.stringify({ procDir, containers, look }), taken });
	const own = readShare({ procDir, containers, look, taken });
	if (own.count === containers.length) return own.found;
	const found = [...own.found, ...(await help.promise).found];
	const byId = new Map(found.map((read) => [read.process.containerId, read]));
	return containers.flatMap(([id]) => byId.get(id) ?? []);
};

async function scan(look: Look): Promise<void> {
	const source = createOnce(createProcSource({ ...look, clock: Date.now, readContainers: readTogether }));
	try {
		await source.run((observation) => say({ observed: JSON.stringify(observation) }), new AbortController().signal);
		say({ end: 'done' });
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		const { message, remedy, health } = error;
		say({ end: 'failed', message, remedy, health });
	}
}

thread.addEventListener('message', ({ data }) => {
	if ('helped' in data) help.resolve(JSON.parse(data.helped));
	else void scan(data);
});
