import type { SourceHealth } from '../../core/health.ts';
import { type CriEndpoint, formatCriEndpoint } from './cri-endpoint.ts';
import type { CriVersion } from './cri-version.ts';
import type { ReadingTrouble } from './reading-troubles.ts';

/** Live, or degraded while some statuses cannot be read. */
export function selectCriHealth(
	{ version }: CriVersion,
	endpoint: CriEndpoint,
	trouble: ReadingTrouble | undefined,
): SourceHealth {
	const where = { endpoint: formatCriEndpoint(endpoint), version };
	return trouble ? { health: 'degraded', ...trouble, ...where } : { health: 'live', ...where };
}
