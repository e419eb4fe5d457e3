import type { KubePod } from '../kube-pod.ts';

/** Whether the pod's condition of this type says True; the first of a type counts, as in kubectl. */
export function isConditionTrue(pod: KubePod, type: string): boolean {
	return pod.status?.conditions?.find((condition) => condition.type === type)?.status === 'True';
}

/** READINESS GATES: `1/2` conditions true of those asked for; `undefined` without gates (kubectl prints `<none>`). */
export function formatReadinessGates(pod: KubePod): string | undefined {
	const gates = pod.spec.readinessGates ?? [];
	if (gates.length === 0) {
		return undefined;
	}
	const passed = gates.filter((gate) => isConditionTrue(pod, gate.conditionType)).length;
	return `${passed}/${gates.length}`;
}
