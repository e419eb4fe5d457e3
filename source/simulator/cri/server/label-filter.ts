/** Whether labels carry all of those wanted, with their values. */
export function matchLabels(
	labels: Readonly<Record<string, string>>,
	wanted: Readonly<Record<string, string>>,
): boolean {
	return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}
