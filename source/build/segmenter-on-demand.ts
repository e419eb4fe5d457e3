/**
 * Stands in the bundle where a library says `Intl.Segmenter`. Several make one when they are loaded, whether or not there will be text
 * that needs it, and the first of a process takes 17 ms (Node 24 reads its tables then). This one is made when it is first used.
 * Only that a locale is malformed is said later than by the real one.
 */
export class SegmenterOnDemand {
	readonly #given: ConstructorParameters<typeof Intl.Segmenter>;
	#real: Intl.Segmenter | undefined;

	static supportedLocalesOf(...given: Parameters<typeof Intl.Segmenter.supportedLocalesOf>): string[] {
		return globalThis.Intl.Segmenter.supportedLocalesOf(...given);
	}

	constructor(...given: ConstructorParameters<typeof Intl.Segmenter>) {
		this.#given = given;
	}

	segment(text: string): Intl.Segments {
		return this.#open().segment(text);
	}

	resolvedOptions(): Intl.ResolvedSegmenterOptions {
		return this.#open().resolvedOptions();
	}

	#open(): Intl.Segmenter {
		// by way of globalThis: the name alone means this class in the bundle
		this.#real ??= new globalThis.Intl.Segmenter(...this.#given);
		return this.#real;
	}
}
