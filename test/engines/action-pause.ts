import type { ActionRuntime, EventRecorder } from './action-runtime.ts';
import type { PauseFacts } from './compare-story-json.ts';
import { readNamespaces } from './proc-truth.ts';
import { collectLives } from './story-truth.ts';

/** What /proc says of the pause of a pod that runs now. */
export async function readPause(
	pod: string,
	{ recorder, runtime }: { recorder: EventRecorder; runtime: ActionRuntime },
): Promise<PauseFacts | undefined> {
	const pause = collectLives(recorder, pod).findLast(
		({ container, startedAt, endedAt }) => container === 'POD' && startedAt !== undefined && endedAt === undefined,
	);
	if (pause === undefined) return undefined;
	const pid = await runtime.findPid(pause.id);
	return { pid, namespaces: await readNamespaces(pid) };
}
