/** A line's time as kubectl prints it with `--timestamps`: the runtime's own, always with nine digits. */
export function formatLogStamp(stamp: string): string {
	const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(stamp);
	return parts ? `${parts[1]}.${(parts[2] ?? '').padEnd(9, '0')}${parts[3]}` : stamp;
}
