import { backOffRule } from './back-off-rule.ts';
import { containerWithoutPauseRule } from './container-without-pause-rule.ts';
import { createStuckRule } from './create-stuck-rule.ts';
import { deadPauseProcessRule } from './dead-pause-process-rule.ts';
import { duplicateContainerRule } from './duplicate-container-rule.ts';
import { duplicatePodIpRule } from './duplicate-pod-ip-rule.ts';
import { ephemeralTargetRule } from './ephemeral-target-rule.ts';
import type { FindingRule } from './finding-rule.ts';
import { hostNamespaceRule } from './host-namespace-rule.ts';
import { killedWithSandboxRule } from './killed-with-sandbox-rule.ts';
import { kubeletDownRule } from './kubelet-down-rule.ts';
import { kubeletNotReconcilingRule } from './kubelet-not-reconciling-rule.ts';
import { leakedNetworkNamespaceRule } from './leaked-network-namespace-rule.ts';
import { leakedShimRule } from './leaked-shim-rule.ts';
import { orphanInRuntimeRule } from './orphan-in-runtime-rule.ts';
import { outOfMemoryRule } from './out-of-memory-rule.ts';
import { pauseImageRule } from './pause-image-rule.ts';
import { podIpMissingRule } from './pod-ip-missing-rule.ts';
import { restartedBehindKubeletRule } from './restarted-behind-kubelet-rule.ts';
import { sandboxFlappingRule } from './sandbox-flapping-rule.ts';
import { severalReadySandboxesRule } from './several-ready-sandboxes-rule.ts';
import { slowRuntimeRule } from './slow-runtime-rule.ts';
import { staleSandboxRule } from './stale-sandbox-rule.ts';
import { stateDisagreesRule } from './state-disagrees-rule.ts';
import { stuckTerminatingRule } from './stuck-terminating-rule.ts';
import { zombiesRule } from './zombies-rule.ts';

/** All rules, in the order of `findingIds`. */
export const findingRules: readonly FindingRule[] = [
	kubeletDownRule,
	kubeletNotReconcilingRule,
	slowRuntimeRule,
	pauseImageRule,
	containerWithoutPauseRule,
	deadPauseProcessRule,
	restartedBehindKubeletRule,
	severalReadySandboxesRule,
	duplicateContainerRule,
	sandboxFlappingRule,
	podIpMissingRule,
	duplicatePodIpRule,
	createStuckRule,
	stuckTerminatingRule,
	stateDisagreesRule,
	orphanInRuntimeRule,
	staleSandboxRule,
	leakedShimRule,
	leakedNetworkNamespaceRule,
	zombiesRule,
	ephemeralTargetRule,
	outOfMemoryRule,
	killedWithSandboxRule,
	backOffRule,
	hostNamespaceRule,
];
