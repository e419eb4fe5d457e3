import type { LogRun } from '../log/log-lines.ts';
import type { SimulatedContainer } from './container.ts';

/** A container's log; undefined when it has never been started. */
export function readLogRun(container: SimulatedContainer, chatty: boolean): LogRun | undefined {
	const { id, started, finished, behaviour } = container;
	return started && { id, started, ...(finished !== undefined && { finished }), behaviour, chatty };
}
