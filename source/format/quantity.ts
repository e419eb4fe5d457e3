/**
 * CPU use as `kubectl top` prints it: thousandths of a core, rounded up (Quantity.MilliValue of k8s.io/apimachinery), so that
 * only what does nothing at all is `0m`. @param percent of one core
 */
export function formatMillicores(percent: number): string {
	// a division may leave 120.00000000000001
	return `${Math.max(0, Math.ceil(percent * 10 - 1e-6))}m`;
}

/** Bytes as `kubectl top` prints memory: whole mebibytes, rounded down (printSingleResourceUsage of kubectl's metricsutil). */
export function formatMebibytes(bytes: number): string {
	return `${Math.max(0, Math.trunc(bytes / 2 ** 20))}Mi`;
}

const units = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** Bytes with the digits that matter: `760Ki`, `5.2Mi`, `34Mi`, `1.5Gi`. Never more than six columns. Below a kibibyte in bytes. */
export function formatBytes(bytes: number): string {
	let value = Math.max(0, bytes);
	if (value < 1024) return String(Math.round(value));
	let unit = '';
	for (const next of units) {
		// what rounds to 1024 is one of the next unit
		if (unit !== '' && Math.round(value) < 1024) break;
		value /= 1024;
		unit = next;
	}
	const tenths = Math.round(value * 10);
	return tenths < 100 && unit !== 'Ki'
		? `${Math.trunc(tenths / 10)}.${tenths % 10}${unit}`
		: `${Math.round(value)}${unit}`;
}
