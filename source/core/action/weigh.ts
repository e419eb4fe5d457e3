import type { Consequence, ConsequenceTopic } from './action-plan.ts';

export function danger(topic: ConsequenceTopic, text: string): Consequence {
	return { text, weight: 'danger', topic };
}

export function warning(topic: ConsequenceTopic, text: string): Consequence {
	return { text, weight: 'warning', topic };
}

export function note(topic: ConsequenceTopic, text: string): Consequence {
	return { text, weight: 'note', topic };
}

const ranks: Readonly<Record<Consequence['weight'], number>> = { danger: 0, warning: 1, note: 2 };

/** The heaviest first; those of one weight stay in their order. */
export function sortByWeight(consequences: readonly Consequence[]): Consequence[] {
	return [...consequences].sort((a, b) => ranks[a.weight] - ranks[b.weight]);
}
