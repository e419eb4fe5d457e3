/** A file that holds one number. Undefined for anything else; so `max`, the word for no limit, is undefined too. */
export function parseCgroupNumber(text: string | undefined): number | undefined {
	const trimmed = text?.trim() ?? '';
	return /^-?\d+$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** One line `name 123` of a file such as memory.stat. */
export function parseCgroupField(text: string | undefined, name: string): number | undefined {
	for (const line of text?.split('\n') ?? []) {
		if (line.startsWith(`${name} `)) return parseCgroupNumber(line.slice(name.length + 1));
	}
	return undefined;
}
