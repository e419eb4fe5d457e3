/**
 * Who says that nothing may be changed, in words; undefined when nobody does. `variable` is PAUSETOP_READ_ONLY: whoever writes
 * something else there than a no means it.
 */
export function findReadOnlyWish(flag: unknown, variable: string | undefined): string | undefined {
	if (flag === true) return '--read-only';
	return /^(?:|0|no|false|off)$/i.test((variable ?? '').trim()) ? undefined : 'PAUSETOP_READ_ONLY is set';
}
