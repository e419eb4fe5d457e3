export type ClockOptions = {
	/** In UTC instead of the local time zone. */
	utc?: boolean;
	/** With milliseconds: `12:04:31.170`. */
	milliseconds?: boolean;
};

/** The time of day of a moment (milliseconds since the epoch): `12:04:31`. */
export function formatClock(time: number, { utc = false, milliseconds = false }: ClockOptions = {}): string {
	const date = new Date(time);
	if (Number.isNaN(date.getTime())) {
		return milliseconds ? '--:--:--.---' : '--:--:--';
	}
	const parts = utc
		? [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
		: [date.getHours(), date.getMinutes(), date.getSeconds()];
	const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
	return milliseconds ? `${clock}.${String(date.getUTCMilliseconds()).padStart(3, '0')}` : clock;
}
