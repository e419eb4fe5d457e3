const directory = new URL('../../screenshots/', import.meta.url);

/** Where the pictures of a scene are kept. */
export function picturePaths(name: string): { svg: string; png: string } {
	return { svg: new URL(`${name}.svg`, directory).pathname, png: new URL(`${name}.png`, directory).pathname };
}
