const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** A number of bytes in binary units: `512 B`, `1.5 KiB`, `68 MiB`. One decimal below ten of a unit. */
export function formatBytes(bytes: number): string {
	const sign = bytes < 0 ? '-' : '';
	let value = Math.abs(bytes);
	let unit = 0;
	// 1023.5 would be printed as 1024 of the smaller unit
	while (value >= 1023.5 && unit < units.length - 1) {
		value /= 1024;
		unit++;
	}
	const decimals = unit > 0 && value < 9.95 ? 1 : 0;
	return `${sign}${value.toFixed(decimals)} ${units[unit]}`;
}
