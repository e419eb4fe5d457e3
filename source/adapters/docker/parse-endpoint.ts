import { SourceError } from '../../core/source.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';

const remedy = 'name the Unix socket: --runtime docker:///var/run/docker.sock';

/** Parses `--runtime docker://PATH`. Throws a SourceError when it is something else. */
export function parseRuntimeFlag(text: string): DockerEndpoint {
	const path = /^docker:\/\/(.*)$/.exec(text)?.[1];
	if (path?.startsWith('/')) return { kind: 'unix', path };
	throw new SourceError(
		path === undefined ? 'the runtime asked for is not Docker' : 'the path in --runtime docker://PATH is not absolute',
		{ remedy, health: 'unsupported' },
	);
}

/** Parses `DOCKER_HOST`: `unix://PATH` or `tcp://HOST:PORT`. Throws a SourceError for ssh, TLS and the rest. */
export function parseDockerHost(text: string): DockerEndpoint {
	const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/i.exec(text) ?? [];
	switch (scheme.toLowerCase()) {
		case 'unix':
			return { kind: 'unix', path: rest || '/var/run/docker.sock' };
		case 'tcp':
		case 'http':
			return parseTcp(rest);
		case '':
			throw new SourceError('DOCKER_HOST is not a URL like unix:///var/run/docker.sock', {
				remedy,
				health: 'unsupported',
			});
		default:
			throw new SourceError(
				`DOCKER_HOST with ${scheme.toLowerCase()}:// is not supported: pausetop runs on the node itself`,
				{
					remedy,
					health: 'unsupported',
				},
			);
	}
}

function parseTcp(rest: string): DockerEndpoint {
	const url = URL.canParse(`tcp://${rest}`) ? new URL(`tcp://${rest}`) : undefined;
	if (!url?.hostname) {
		throw new SourceError('DOCKER_HOST is not a URL like tcp://127.0.0.1:2375', { remedy, health: 'unsupported' });
	}
	// 2375 is Docker's port without TLS
	return { kind: 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 2375) };
}
