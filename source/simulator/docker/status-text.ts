import type { SimulatedContainer } from './container.ts';

/** `Status` of the container listing: `Up 11 seconds`, `Exited (3) 9 seconds ago`. @param now milliseconds since the epoch */
export function formatContainerStatus(container: SimulatedContainer, now: number): string {
	if (container.state === 'created') return 'Created';
	if (container.state === 'removing') return 'Removal In Progress';
	if (container.state === 'running') return `Up ${formatDuration(now - (container.started?.at ?? now))}`;
	return `Exited (${container.exitCode}) ${formatDuration(now - (container.finished?.at ?? now))} ago`;
}

/** Docker's coarse durations (go-units HumanDuration). */
export function formatDuration(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	if (seconds < 1) return 'Less than a second';
	if (seconds === 1) return '1 second';
	if (seconds < 60) return `${seconds} seconds`;
	const minutes = Math.floor(seconds / 60);
	if (minutes === 1) return 'About a minute';
	if (minutes < 60) return `${minutes} minutes`;
	const hours = Math.floor(seconds / 3600 + 0.5);
	if (hours === 1) return 'About an hour';
	if (hours < 48) return `${hours} hours`;
	if (hours < 24 * 14) return `${Math.floor(hours / 24)} days`;
	if (hours < 24 * 60) return `${Math.floor(hours / 24 / 7)} weeks`;
	if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
	return `${Math.floor(hours / 24 / 365)} years`;
}
