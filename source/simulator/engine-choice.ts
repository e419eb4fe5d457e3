import { createCriNodeEngine } from './cri/cri-node-engine.ts';
import { chooseCriProfile } from './cri/cri-profile.ts';
import { createDockerNodeEngine, type DockerNodeParts } from './docker/docker-node-engine.ts';
import type { NodeEngine, RuntimeName } from './node-engine.ts';

/** Which engine a node has, and in which of the ways that one comes. */
export type EngineChoice = {
	runtime?: RuntimeName;
	/** containerd 1 (1.6.20, the default) or 2, which knows user namespaces and lets anybody read CRI's events. */
	containerdMajor?: 1 | 2;
	/** CRI-O's `enable_pod_events`; default false, as there: its stream of CRI events then ends at once. */
	podEvents?: boolean;
};

/** The one engine that serves the kubelet. */
export function createNodeEngine(choice: EngineChoice, parts: DockerNodeParts): NodeEngine {
	const { runtime = 'docker' } = choice;
	if (runtime === 'docker') return createDockerNodeEngine(parts);
	return createCriNodeEngine({ ...parts, profile: chooseCriProfile({ ...choice, runtime }) });
}
