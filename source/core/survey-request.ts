import type { NodeSurvey } from './node-survey.ts';

/** What a look over the node needs to know beforehand. */
export type SurveyRequest = {
	/** Host pids of the containers' first processes: through them their networks are read. */
	pids: readonly number[];
	/** Inode of the machine's net namespace, where readable. */
	hostNet?: number;
	/** The look before this one: since when something is so is carried on from it. */
	previous?: NodeSurvey;
};
