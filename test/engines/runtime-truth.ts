/** Who a sandbox or container belongs to. The container of a sandbox is `POD`. */
export type Coordinates = { kubeNamespace: string; name: string; uid: string; container: string; attempt?: number };

/** One sandbox or container as its runtime's own tools tell it, in the words of the document. */
export type Listed = {
	/** As in a record's `runtime`. */
	runtime: string;
	id: string;
	name: string;
	/** Absent when it is in no pod. */
	coordinates?: Coordinates;
	sandboxId?: string;
	state: string;
	/** Of its first process, while it lives. */
	pid?: number;
	/** With nanoseconds, all of the same length, so that they compare as text. */
	createdAt: string;
	/** These two cut to milliseconds. */
	startedAt?: string;
	finishedAt?: string;
	exitCode?: number;
	image?: string;
	/** The kinds of namespaces that it was put into instead of getting its own. */
	joined: string[];
	/** Of a sandbox, where its runtime tells. */
	ip?: string;
};

/** Everything that one runtime has. */
export type RuntimeTruth = { name: string; version: string; records: Listed[] };

/** `…T01:02:40.202862761Z` → `…T01:02:40.202Z`: cut, not rounded. Docker's year 1 means never. */
export function toMilliseconds(text: string | null | undefined): string | undefined {
	if (text === undefined || text === null || text.startsWith('0001-')) return undefined;
	const { seconds, fraction } = splitTime(text);
	return `${seconds}.${fraction.slice(0, 3)}Z`;
}

/** `…T01:02:40.2Z` → `…T01:02:40.200000000Z`: Go leaves trailing zeros out, and then texts do not compare as times. */
export function toNanoseconds(text: string): string {
	const { seconds, fraction } = splitTime(text);
	return `${seconds}.${fraction}Z`;
}

function splitTime(text: string): { seconds: string; fraction: string } {
	const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(text);
	if (match === null) throw new Error(`not a time in UTC: ${text}`);
	return { seconds: match[1] ?? '', fraction: (match[2] ?? '').padEnd(9, '0') };
}
