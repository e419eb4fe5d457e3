import type { Action } from '../core/action/action.ts';

/** Who asked, as the operating system knows them. */
export type LogUser = {
	uid?: number;
	name?: string;
	/** Who called sudo, by sudo's own word. */
	sudo?: string;
};

/** `confirmed`: about to be sent. `outcome`: how it went; `unknown` when pausetop was quit while it was under way. */
export type LogEntry = {
	event: 'confirmed' | 'outcome';
	/** Milliseconds since the epoch. */
	at: number;
	action: Omit<Action, 'status'> & { status: Action['status'] | 'unknown' };
	user: LogUser;
	/** Action ids count from 1 in every run: the process tells the runs apart. */
	process: number;
	node?: string;
};

/** Linux appends less than a page in one piece (PIPE_BUF; local file systems lock the inode), so that lines of two runs never mix. */
const longestLine = 4_095;

/**
 * One line of the action log: a JSON object, with RFC 3339 times and full ids. Texts from outside are cut until it is short
 * enough. What is secret is not in it: nothing but the request, its outcome, and who asked.
 */
export function formatLogLine(entry: LogEntry): string {
	for (const longestText of [1_000, 400, 100]) {
		const line = `${JSON.stringify(describeEntry(entry), (_, value) => cut(value, longestText))}\n`;
		if (Buffer.byteLength(line) <= longestLine) return line;
	}
	// only a name made of control characters gets here: 100 of them are 600 bytes, in a dozen fields
	return `${JSON.stringify(describeEntry(entry), (_, value) => cut(value, 64, /[^\x20-\x7e]/g))}\n`;
}

function describeEntry({ event, at, action, user, process, node }: LogEntry): object {
	const { id, kind, means, target, graceSeconds, confirmed, status, message, remedy } = action;
	const outcome = event === 'outcome' ? { status, message, remedy } : {};
	return {
		at: new Date(at).toISOString(),
		event,
		id,
		process,
		node,
		kind,
		means,
		target,
		graceSeconds,
		confirmed,
		user,
		...outcome,
	};
}

function cut(value: unknown, length: number, odd?: RegExp): unknown {
	if (typeof value !== 'string') return value;
	const text = odd ? value.replace(odd, '?') : value;
	return text.length > length ? `${text.slice(0, length)}…` : text;
}
