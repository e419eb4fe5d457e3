/**
 * When the machine booted, in milliseconds since the epoch, from `btime` of /proc/stat. The kernel cuts it to whole
 * seconds, so times made from it can be up to a second early, as those of `ps -o lstart` are.
 */
export function parseBootTime(text: string): number | undefined {
	const seconds = Number(/^btime (\d+)$/m.exec(text)?.[1]);
	return seconds > 0 ? seconds * 1000 : undefined;
}
