/** Whether a text is an image's id: `sha256:…`, or 64 hex digits. */
export function isImageId(text: string): boolean {
	return /^(?:sha256:)?[0-9a-f]{64}$/.test(text);
}

/**
 * An image's name in the one form that CRI runtimes list: `pause:3.9` → `docker.io/library/pause:3.9`. With a digest the tag does not count,
 * and is left out.
 */
export function canonicalizeImageName(name: string): string {
	const [path = '', digest] = name.split('@', 2);
	const slash = path.indexOf('/');
	const first = slash < 0 ? '' : path.slice(0, slash);
	const isRegistry = /[.:]/.test(first) || first === 'localhost';
	const whole = isRegistry ? path : slash < 0 ? `docker.io/library/${path}` : `docker.io/${path}`;
	const tag = /:[^:/]*$/.exec(whole)?.[0];
	if (digest !== undefined) return `${tag ? whole.slice(0, -tag.length) : whole}@${digest}`;
	return tag ? whole : `${whole}:latest`;
}

/** Whether two names, or a name and an id's, are certainly of different images. An id tells nothing about a name. */
export function isOtherImage(one: string, other: string): boolean {
	if (isImageId(one) !== isImageId(other)) return false;
	if (isImageId(one)) return one.replace('sha256:', '') !== other.replace('sha256:', '');
	const [a, b] = [canonicalizeImageName(one), canonicalizeImageName(other)];
	// a tag and a digest cannot be compared
	return a.includes('@') === b.includes('@') && a !== b;
}
