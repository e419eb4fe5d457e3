/** A time inside a finding's text. It is written out when the text is shown, so that a finding stays the same object while the clock goes on. */
export type FindingTime =
	/** `2m31s`: how long ago this was, milliseconds since the epoch. */
	| { since: number }
	/** `4m10s`: how long it is until then, milliseconds since the epoch; `0s` once it has come. */
	| { until: number }
	/** `12:04:31`, a moment, milliseconds since the epoch. */
	| { clock: number }
	/** `412ms`, `4.1s`: a length in milliseconds. */
	| { duration: number };

/** Text with times in it. Everything that came from outside stands in it unescaped. */
export type FindingText = readonly (string | FindingTime)[];

/** How long ago. */
export const since = (at: number): FindingTime => ({ since: at });

/** How long until. */
export const until = (at: number): FindingTime => ({ until: at });

/** A moment. */
export const clock = (at: number): FindingTime => ({ clock: at });

/** A length in milliseconds. */
export const duration = (milliseconds: number): FindingTime => ({ duration: milliseconds });

/** Template tag: `` say`The pause of ${pod} ended ${since(at)} ago` ``. */
export function say(
	strings: TemplateStringsArray,
	...values: readonly (string | number | FindingTime | FindingText)[]
): FindingText {
	const parts: (string | FindingTime)[] = [];
	const add = (part: string | FindingTime) => {
		const last = parts.at(-1);
		if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
		else if (part !== '') parts.push(part);
	};
	for (const [index, text] of strings.entries()) {
		add(text);
		const value = values[index];
		if (value === undefined) continue;
		if (Array.isArray(value)) for (const part of value as FindingText) add(part);
		else add(typeof value === 'object' ? (value as FindingTime) : String(value));
	}
	return parts;
}
