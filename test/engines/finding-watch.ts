import { startEvents } from '../helpers/engine-program.ts';
import { until } from '../helpers/engine-until.ts';
import type { FindingEntry } from './finding-entry.ts';

/** What `pausetop events` said has become of a finding, and when: milliseconds since the epoch. */
export type FindingChange = {
	at: number;
	type: 'FindingAppeared' | 'FindingChanged' | 'FindingUnchecked' | 'FindingCleared';
	finding: FindingEntry;
};

/** One fault: which rule, and what is about it. */
export type Sought = {
	id: string;
	/** Name of the pod, or how the summary has to read. */
	about: string | RegExp;
};

/** `pausetop events` at work, as far as findings go. */
export type FindingWatch = {
	/** All that was said, in its order. */
	changes(): readonly FindingChange[];
	/** Those that stand now. */
	standing(): readonly FindingEntry[];
	/** Resolves with its first word of the fault since `from`. */
	appears(sought: Sought, from: number, seconds: number): Promise<FindingChange>;
	/** Resolves when the fault does not stand any more. */
	clears(sought: Sought, seconds: number): Promise<FindingChange>;
	stop(): Promise<void>;
};

/** Starts it. What it says on stderr goes to the test's. */
export function watchFindings(env: Record<string, string>): FindingWatch {
	const events = startEvents([], env);
	const changes = () =>
		(events.lines as readonly unknown[] as (Omit<FindingChange, 'at'> & { at: string })[])
			.filter(({ type }) => /^Finding/.test(type))
			.map((change): FindingChange => ({ ...change, at: Date.parse(change.at) }));
	const standing = () => {
		const byKey = new Map<string, FindingEntry>();
		for (const { type, finding } of changes()) {
			if (type === 'FindingCleared') byKey.delete(finding.key);
			else byKey.set(finding.key, finding);
		}
		return [...byKey.values()];
	};
	return {
		changes,
		standing,
		appears: (sought, from, seconds) =>
			until(`${sought.id} about ${sought.about} appears`, seconds, () =>
				changes().find(({ type, at, finding }) => type === 'FindingAppeared' && at >= from && isAbout(finding, sought)),
			),
		clears: (sought, seconds) =>
			until(`${sought.id} about ${sought.about} is over`, seconds, () => {
				if (standing().some((finding) => isAbout(finding, sought))) return undefined;
				return changes().findLast(({ type, finding }) => type === 'FindingCleared' && isAbout(finding, sought));
			}),
		async stop() {
			const wasRunning = events.isRunning();
			await events.stop();
			if (!wasRunning) throw new Error(`pausetop events ended by itself: ${events.messages()}`);
		},
	};
}

/** Whether a finding is the sought one. */
export function isAbout({ id, subject, summary }: FindingEntry, { id: rule, about }: Sought): boolean {
	if (id !== rule) return false;
	return typeof about === 'string' ? subject.kind === 'pod' && subject.name === about : about.test(summary);
}
