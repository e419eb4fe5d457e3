import type { SourceHealth } from '../../core/health.ts';
import type { InspectionTrouble } from './container-inspector.ts';
import { type DockerEndpoint, formatDockerEndpoint } from './docker-endpoint.ts';
import type { DockerVersion } from './docker-version.ts';

/** Live, or degraded while some containers cannot be inspected. */
export function selectDockerHealth(
	{ version }: DockerVersion,
	endpoint: DockerEndpoint,
	trouble: InspectionTrouble | undefined,
): SourceHealth {
	const where = { endpoint: formatDockerEndpoint(endpoint), version };
	return trouble ? { health: 'degraded', ...trouble, ...where } : { health: 'live', ...where };
}
