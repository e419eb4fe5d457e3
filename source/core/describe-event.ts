import { identifyRecord } from './identity.ts';
import type { NodeState } from './node-state.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** The signals that stop containers, by number (signal(7), x86-64 and arm64). */
const signalNames: Readonly<Record<number, string>> = {
	1: 'HUP',
	2: 'INT',
	3: 'QUIT',
	6: 'ABRT',
	9: 'KILL',
	10: 'USR1',
	12: 'USR2',
	15: 'TERM',
};

/** `TERM`; undefined for one that nobody uses on containers. */
export function findSignalName(signal: number): string | undefined {
	return signalNames[signal];
}

/** What an event says beyond its type: its message, else the exit code or signal in words. Empty when there is nothing. */
export function describeEvent(event: TimelineEvent): string {
	const parts: string[] = [];
	if (event.message) parts.push(event.message);
	if (event.exitCode !== undefined) parts.push(describeExit(event.exitCode));
	if (event.signal !== undefined) parts.push(`signal ${findSignalName(event.signal) ?? event.signal}`);
	if (event.count !== undefined && event.count > 1) parts.push(`(×${event.count})`);
	return parts.join(' ');
}

/** An exit code; from 129 on it may stand for a signal (128 + number, as shells and container runtimes count). */
function describeExit(exitCode: number): string {
	const signal = exitCode > 128 ? findSignalName(exitCode - 128) : undefined;
	return signal ? `exit ${exitCode} (${signal})` : `exit ${exitCode}`;
}

/** The attempt of the sandbox that an event is about or happened in, where that sandbox is still known. */
export function sandboxAttemptOf(event: TimelineEvent, state: NodeState): number | undefined {
	if (event.role === 'sandbox') return event.attempt;
	if (event.sandboxId === undefined) return undefined;
	for (const records of state.records.values()) {
		const sandbox = records.get(event.sandboxId);
		if (sandbox) return identifyRecord(sandbox)?.attempt;
	}
	return undefined;
}
