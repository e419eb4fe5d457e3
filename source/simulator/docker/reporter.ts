import type { Clock } from '../clock.ts';
import { createMoment, type Moment } from '../moment.ts';
import type { Random } from '../random.ts';
import type { SimulatedContainer } from './container.ts';
import type { EventLog } from './event-log.ts';

/** What Docker says about its containers as things happen to them. */
export type Reporter = {
	/** A container's event: `create`, `die` … with its labels, as recorded. */
	emit(container: SimulatedContainer, action: string, more?: Record<string, string>): void;
	/** A network's event; a container in somebody else's network has none. */
	network(container: SimulatedContainer, action: 'connect' | 'disconnect'): void;
	/** Now, with nanoseconds made up below the millisecond. */
	moment(): Moment;
};

export function createReporter(parts: { clock: Clock; random: Random; events: EventLog }): Reporter {
	const { clock, random, events } = parts;
	return {
		emit(container, action, more = {}) {
			const attributes = { ...container.labels, image: container.image, name: container.name, ...more };
			events.emit('container', action, { ID: container.id, Attributes: attributes }, container.image);
		},
		network(container, action) {
			const name = container.modes.network;
			if (name.startsWith('container:')) return;
			const attributes = { container: container.id, name, type: name === 'none' ? 'null' : name };
			events.emit('network', action, { ID: networkId(name), Attributes: attributes });
		},
		moment: () => createMoment({ clock, random }),
	};
}

/** The ids of Docker's built-in networks, as recorded; any other name gets the bridge's. */
export function networkId(name: string): string {
	if (name === 'none') return '244e55e6c2e5dac50704f63a35453a1d51edf787c4a7081f68cb1a6e522e08ce';
	if (name === 'host') return '128bae2fe2a19d0157c14d8b5ffe3c99bd6b6222e57457199b8a76eaca936960';
	return 'c1f3a2b4d5e6978810a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708';
}
