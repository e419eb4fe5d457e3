import { createProcSource } from '../../../source/adapters/proc/proc-source.ts';
import { describeSourceContract } from '../source-contract.ts';
import { createProcTree } from './proc-tree.ts';
import { containerId } from './run-source.ts';

describeSourceContract('proc', (world) => {
	const tree = createProcTree({ bare: world === 'unreachable' });
	if (world === 'reachable') tree.set({ pid: 100, cgroup: `/docker/${containerId('a1')}` });
	return { source: createProcSource({ hostRoot: tree.root, clock: Date.now }), close: tree.close };
});
