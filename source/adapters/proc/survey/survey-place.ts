/** Where a look over the node is made. */
export type SurveyPlace = {
	procDir: string;
	/** The machine's root as seen from here; `/` unless pausetop runs in a container. */
	hostRoot: string;
	/** When the look began, milliseconds since the epoch. */
	now: number;
	signal: AbortSignal;
	/** Adds to what the look costs: milliseconds of work. */
	spend: (milliseconds: number) => void;
};
