/** Where a Docker Engine API is spoken. */
export type DockerEndpoint = { kind: 'unix'; path: string } | { kind: 'tcp'; host: string; port: number };

/** The endpoint as `DOCKER_HOST` would have it: `unix:///var/run/docker.sock`. */
export function formatDockerEndpoint(endpoint: DockerEndpoint): string {
	if (endpoint.kind === 'unix') return `unix://${endpoint.path}`;
	return `tcp://${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`;
}

/** The endpoint itself, or what the search for it finds. */
export async function resolveEndpoint(
	endpoint: DockerEndpoint | (() => Promise<DockerEndpoint>),
): Promise<DockerEndpoint> {
	return typeof endpoint === 'function' ? endpoint() : endpoint;
}
