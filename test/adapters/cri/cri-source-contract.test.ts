import { createCriSource } from '../../../source/adapters/cri/cri-source.ts';
import { realClock } from '../real-clock.ts';
import { describeSourceContract } from '../source-contract.ts';
import { startCriServer } from './cri-server.ts';
import { readRecordedListing, show } from './recorded.ts';

describeSourceContract('containerd', async (world) => {
	const options = { name: 'containerd', inspect: 'all', clock: realClock } as const;
	if (world === 'unreachable') {
		return { source: createCriSource({ ...options, endpoint: { path: '/nonexistent/containerd.sock' } }) };
	}
	const server = await startCriServer();
	show(server, readRecordedListing('after'));
	return { source: createCriSource({ ...options, endpoint: { path: server.path } }), close: server.close };
});
