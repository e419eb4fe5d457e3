import type { Moment } from '../../moment.ts';

/** CRI's times: nanoseconds since the epoch, as digits, since a number has no room for them. */
export function formatNanoseconds({ at, text }: Moment): string {
	return `${at}${/\.\d{3}(\d{6})Z$/.exec(text)?.[1] ?? '000000'}`;
}

/** google.protobuf.Timestamp of a text with nanoseconds. */
export function formatTimestamp(text: string): { seconds: string; nanos: number } {
	const nanos = Number(/\.(\d{9})Z$/.exec(text)?.[1] ?? 0);
	return { seconds: String(Math.floor(Date.parse(text) / 1000)), nanos };
}
