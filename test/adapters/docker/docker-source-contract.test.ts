import { createDockerSource } from '../../../source/adapters/docker/docker-source.ts';
import { realClock } from '../real-clock.ts';
import { describeSourceContract } from '../source-contract.ts';
import { startDockerServer } from './docker-server.ts';

describeSourceContract('docker', async (world) => {
	const clock = realClock;
	if (world === 'unreachable') {
		const endpoint = { kind: 'unix', path: '/nonexistent/docker.sock' } as const;
		return { source: createDockerSource({ endpoint, inspect: 'all', clock }) };
	}
	const server = await startDockerServer();
	return { source: createDockerSource({ endpoint: server.endpoint, inspect: 'all', clock }), close: server.close };
});
