// node test/benchmark/simulated-node.ts PODS: a simulated node in a process of its own, so that its work is not counted as
// pausetop's. Prints one line of JSON, then runs until it gets SIGTERM or whoever started it has ended. Each line of JSON on
// stdin is a storm; when it is over, the answer is a line `ended`.
import { createInterface } from 'node:readline';
import { createSimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { runStorm, type StormOrder } from './storm-load.ts';

const node = await createSimulatedNode({ story: false, pods: Number(process.argv[2] ?? 100) });
const end = () => void node.close().then(() => process.exit(0));
process.on('SIGTERM', end);
const { dockerSocket, kubeconfig, hostRoot, nodeName } = node;
console.log(JSON.stringify({ dockerSocket, kubeconfig, hostRoot, nodeName }));
createInterface({ input: process.stdin })
	.on('line', (line) => {
		void runStorm(node, JSON.parse(line) as StormOrder).then(() => console.log('ended'));
	})
	.on('close', end);
