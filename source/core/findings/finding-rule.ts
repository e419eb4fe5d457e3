import type { NodeState } from '../node-state.ts';
import type { NodeView } from '../node-view.ts';
import type { RestartStory } from '../restart-story/restart-story.ts';
import type { FactKind } from './fact-kind.ts';
import type { FindingEvidence, FindingId, FindingSeverity, FindingStep, FindingSubject } from './finding.ts';
import type { FindingText } from './finding-text.ts';
import type { KubeletFacts } from './kubelet-facts.ts';

/** What rules read: both sides of the node at one moment, and what is remembered of it. */
export type FindingFacts = {
	/** The time of the newest observation, milliseconds since the epoch. */
	now: number;
	view: NodeView;
	state: NodeState;
	/** By runtime UID, newest first. */
	stories: ReadonlyMap<string, readonly RestartStory[]>;
	kubelet: KubeletFacts;
};

/** Something that a rule sees at this moment. It is a finding once it has lasted. */
export type Suspicion = {
	/** What it is about, unique within the rule and the same for as long as the same fault lasts: an id, a pod's uid with an id. */
	key: string;
	severity: FindingSeverity;
	subject: FindingSubject;
	/** When it began, as evidence proves; absent where only looking twice can tell. Milliseconds since the epoch. */
	since?: number;
	/** How long it is normal, milliseconds: from `since`, else from when it was first noticed. 0: at once. */
	patience: number;
	summary: FindingText;
	evidence: readonly FindingEvidence[];
	todo: readonly FindingStep[];
	avoid?: readonly FindingText[];
};

/** One kind of fault: what it is, and how it is seen. Pure. */
export type FindingRule = {
	id: FindingId;
	/** A few words, for headings: `App runs without its pause`. */
	title: string;
	/** Two or three sentences for README: what it means, how it comes about, with the source of the fact. */
	meaning: string;
	/** Without any one of these the rule cannot tell. */
	needs: readonly FactKind[];
	find(facts: FindingFacts): readonly Suspicion[];
};
