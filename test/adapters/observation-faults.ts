import type { Observation } from '../../source/core/observation.ts';

const healths = new Set(['connecting', 'live', 'degraded', 'unsupported', 'failed']);

/** What is wrong with an observation's form, in words; empty when nothing is. */
export function findFaults(source: string, observation: Observation): string[] {
	const faults: string[] = [];
	const expectThat = (holds: boolean, fault: string) => {
		if (!holds) faults.push(`${observation.kind}: ${fault}`);
	};
	expectThat(observation.source === source, `source is ${observation.source}`);
	expectThat(Number.isFinite(observation.at) && observation.at > 0, `at is ${observation.at}`);
	for (const [path, value] of leaves(observation)) {
		expectThat(typeof value !== 'number' || Number.isFinite(value), `${path} is ${value}`);
		expectThat(typeof value !== 'number' || !/(At|\.at|\.pid)$/.test(path) || value > 0, `${path} is ${value}`);
		expectThat(value !== null || observation.kind.startsWith('pod') || observation.kind === 'node', `${path} is null`);
	}
	checkKind(observation, expectThat);
	return faults;
}

function checkKind(observation: Observation, expectThat: (holds: boolean, fault: string) => void): void {
	switch (observation.kind) {
		case 'health':
			expectThat(healths.has(observation.health), `health is ${observation.health}`);
			// a reader who is told that something is wrong is also told what
			expectThat(
				['live', 'connecting'].includes(observation.health) || Boolean(observation.detail),
				'detail is missing',
			);
			break;
		case 'runtime-listing':
		case 'runtime-records':
			for (const record of observation.records) {
				expectThat(record.id.length > 0, 'a record has no id');
				expectThat(record.runtime === observation.source, `runtime is ${record.runtime}`);
				expectThat(typeof record.name === 'string' && !record.name.startsWith('/'), `name is ${record.name}`);
				expectThat(typeof record.labels === 'object', `labels of ${record.id} are missing`);
			}
			break;
		case 'pod-listing':
			for (const pod of observation.pods) checkPod(pod, expectThat);
			break;
		case 'pod-changed':
			checkPod(observation.pod, expectThat);
			break;
		case 'process-listing':
		case 'processes':
			for (const { containerId, pid } of observation.processes) {
				expectThat(/^[0-9a-f]{64}$/.test(containerId), `containerId is ${containerId}`);
				expectThat(Number.isInteger(pid) && pid > 0, `pid is ${pid}`);
			}
			break;
		case 'events':
			expectThat(observation.events.length > 0, 'no events in it');
			expectThat(new Set(observation.events.map(({ key }) => key)).size === observation.events.length, 'a key twice');
			break;
	}
}

function checkPod(
	pod: { metadata: { name: string; namespace: string; uid: string } },
	expectThat: (holds: boolean, fault: string) => void,
): void {
	const { name, namespace, uid } = pod.metadata;
	expectThat(Boolean(name && namespace && uid), `pod ${namespace}/${name} has uid ${uid}`);
	expectThat(!('managedFields' in pod.metadata), `pod ${name} has managedFields`);
}

function* leaves(value: unknown, path = ''): Generator<[string, unknown]> {
	if (typeof value !== 'object' || value === null) yield [path, value];
	else for (const [key, inner] of Object.entries(value)) yield* leaves(inner, `${path}.${key}`);
}
