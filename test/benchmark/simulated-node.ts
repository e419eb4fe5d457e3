// node test/benchmark/simulated-node.ts PODS: a simulated node in a process of its own, so that its work is not counted as
// pausetop's. Prints one line of JSON, then runs until it gets SIGTERM.
import { createSimulatedNode } from '../../source/simulator/create-simulated-node.ts';

const node = await createSimulatedNode({ story: false, pods: Number(process.argv[2] ?? 100) });
process.on('SIGTERM', () => void node.close().then(() => process.exit(0)));
const { dockerSocket, kubeconfig, hostRoot, nodeName } = node;
console.log(JSON.stringify({ dockerSocket, kubeconfig, hostRoot, nodeName }));
