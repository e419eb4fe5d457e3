const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * A duration in milliseconds as kubectl prints AGE (HumanDuration of k8s.io/apimachinery/pkg/util/duration): two or three
 * digits that matter, `2m31s`, `27m`, `3h5m`, `2d4h`, `5y20d`. A clock that is up to two seconds ahead counts as now;
 * beyond that `<invalid>`. An unknown duration is `<unknown>`, as kubectl says of a time that is not set.
 */
export function formatAge(duration: number | undefined): string {
	if (duration === undefined || Number.isNaN(duration)) {
		return '<unknown>';
	}
	noteUnit(duration, stepOf(duration));
	if (duration <= -2 * second) {
		return '<invalid>';
	}
	if (duration < 3 * hour) {
		return formatMinutes(Math.max(0, Math.trunc(duration / second)));
	}
	return formatHours(Math.trunc(duration / minute));
}

/** How much longer a duration has to be to read otherwise, milliseconds. */
function stepOf(duration: number): number {
	if (duration < 10 * minute) return second;
	if (duration < 8 * hour) return minute;
	return duration < 8 * 24 * hour ? hour : 24 * hour;
}

let soonest = Number.POSITIVE_INFINITY;

/**
 * Runs `work` and tells after how many milliseconds the first of the ages that it has written reads otherwise: until then it need not be
 * run again for their sake. Of ages that do not grow any more it tells too little, never too much.
 */
export function noteAges<T>(work: () => T): { result: T; agesLast: number } {
	soonest = Number.POSITIVE_INFINITY;
	const result = work();
	return { result, agesLast: soonest };
}

/** For what writes growing durations in another way: it changes with each full `step`. */
export function noteUnit(duration: number, step: number): void {
	const rest = duration % step;
	soonest = Math.min(soonest, rest < 0 ? -rest : step - rest);
}

function formatMinutes(seconds: number): string {
	if (seconds < 120) {
		return `${seconds}s`;
	}
	const minutes = Math.trunc(seconds / 60);
	return minutes < 10 ? `${minutes}m${formatRest(seconds % 60, 's')}` : `${minutes}m`;
}

function formatHours(minutes: number): string {
	const hours = Math.trunc(minutes / 60);
	if (hours < 8) {
		return `${hours}h${formatRest(minutes % 60, 'm')}`;
	}
	if (hours < 48) {
		return `${hours}h`;
	}
	const days = Math.trunc(hours / 24);
	if (days < 8) {
		return `${days}d${formatRest(hours % 24, 'h')}`;
	}
	if (days < 2 * 365) {
		return `${days}d`;
	}
	const years = Math.trunc(days / 365);
	return years < 8 ? `${years}y${formatRest(days % 365, 'd')}` : `${years}y`;
}

function formatRest(count: number, unit: string): string {
	return count === 0 ? '' : `${count}${unit}`;
}

/** `(5m ago)`: how long ago something was, as kubectl appends it to RESTARTS. */
export function formatAgo(duration: number): string {
	return `(${formatAge(duration)} ago)`;
}

/** kubectl's RESTARTS: `4 (20s ago)`, or only the count when there was none or nobody knows when. */
export function formatRestarts(restarts: number, sinceLast: number | undefined): string {
	return restarts === 0 || sinceLast === undefined ? String(restarts) : `${restarts} ${formatAgo(sinceLast)}`;
}
