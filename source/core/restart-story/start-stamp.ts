import type { PodHistory } from '../pod-history.ts';
import type { Life } from './life.ts';
import type { PodFacts } from './pod-facts.ts';
import { earliest, type Stamp } from './stamp.ts';

/**
 * When a run started. CRI has no start time for sandboxes: without the event it is when it was first listed as ready, at the latest
 * when a container was made in it.
 */
export function stampStart(life: Life, { containers, history }: PodFacts): Stamp | undefined {
	if (life.started) return life.started;
	const inside = life.role === 'sandbox' ? containers.filter(({ sandboxId }) => sandboxId === life.id) : [];
	const at = earliest([seenAlive(life, history), ...inside.map(({ bornAt }) => bornAt)]);
	return at === undefined || life.run > 0 ? undefined : { at: Math.max(at, life.bornAt), seenBy: 'listing' };
}

function seenAlive({ id }: Life, { incarnations }: PodHistory): number | undefined {
	return incarnations.get(id)?.aliveSeenAt;
}
