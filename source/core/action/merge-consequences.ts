import { isSandboxAction } from './action.ts';
import type { ActionPlan, Consequence, ConsequenceTopic } from './action-plan.ts';
import { countOf, joinNames, verb } from './join-words.ts';
import { sortByWeight } from './weigh.ts';

/** What several plans have to say about one topic at one weight. */
type Group = { topic: ConsequenceTopic; weight: Consequence['weight']; plans: readonly ActionPlan[] };

/** Consequences of several plans as sentences about all of them: what is alike said once, what is not by name. */
export function mergeConsequences(plans: readonly ActionPlan[]): Consequence[] {
	const sentences = new Map<string, { consequence: Consequence; plans: ActionPlan[] }>();
	for (const plan of plans) {
		for (const consequence of plan.consequences) {
			const { topic, weight, text } = consequence;
			// the kubelet is one and the same; of other topics each row has its own sentence
			const key = topic === undefined || topic === 'kubelet' ? text : `${weight} ${topic}`;
			const known = sentences.get(key);
			if (known) known.plans.push(plan);
			else sentences.set(key, { consequence, plans: [plan] });
		}
	}
	const merged = [...sentences.values()].flatMap(({ consequence, plans: of }): Consequence[] => {
		const { topic, weight } = consequence;
		if (topic === undefined || topic === 'kubelet') return [consequence];
		const text = tell({ topic, weight, plans: [...new Set(of)] });
		return text === undefined ? [] : [{ topic, weight, text }];
	});
	return sortByWeight([...tellDown(plans), ...merged]);
}

/** `5 pods, 14 containers go down`; where it was about containers, `14 containers of 5 pods go down`. */
function tellDown(plans: readonly ActionPlan[]): Consequence[] {
	const pods = countOf(new Set(plans.map(({ target }) => target.podUid)).size, 'pod');
	const ended = new Set(
		plans.flatMap(({ target, goesDown = [] }) => goesDown.map((name) => `${target.podUid} ${name}`)),
	);
	const containers = countOf(ended.size, 'container');
	const go = verb(ended.size, 'goes', 'go');
	const isAboutPods = plans.every(({ kind }) => isSandboxAction(kind));
	const text = !isAboutPods
		? `${containers} of ${pods} ${go} down`
		: ended.size === 0
			? `Of ${pods} only the sandboxes end, no container`
			: `${pods}, ${containers} go down`;
	return plans.length === 0 ? [] : [{ text, weight: 'warning', topic: 'down' }];
}

type Tell = (names: string, count: number) => string;

/** By topic; those that are absent are of use for one row only. */
const sentences: Readonly<Partial<Record<ConsequenceTopic, Tell>>> = {
	'never-back': (names) => `Not coming back (restartPolicy): ${names}`,
	'own-pod': (names) => `Pausetop itself runs in ${names}: it ends too, and you see nothing of what follows`,
	'control-plane': (names) => `Of the control plane: ${names}`,
	deleting: (names) => `Being deleted, and not coming back: ${names}`,
	'hard-way': (names) => `No pause process to signal, so the hard way, the same as Stop sandbox: ${names}`,
	'outlives-pause': (names) => `Containers run on without a pause until the kubelet is back: ${names}`,
	'no-grace': (names) => `No grace period: ${names}`,
	grace: (names) => `With a grace period: ${names}`,
	'hook-runs': (names) => `preStop hooks run first: ${names}`,
	'hook-lost': (names) => `preStop hooks do not run: ${names}`,
	ephemeral: (names) => `Ephemeral containers are gone for good: ${names}`,
	init: (names) => `Init containers or sidecars start again first: ${names}`,
	'new-ip': (_, count) => `${countOf(count, 'pod')} ${verb(count, 'gets', 'get')} a new IP`,
	services: (_, count) =>
		`The Services of ${countOf(count, 'pod')} leave ${verb(count, 'it', 'them')} out until Ready again`,
	'services-go-on': (_, count) =>
		`The Services of ${countOf(count, 'pod')} may go on sending to ${verb(count, 'it', 'them')} all the while`,
	'back-off': (names) => `Back-off before the next start: ${names}`,
};

function tell({ topic, weight, plans }: Group): string | undefined {
	const names = nameTargets(plans, weight === 'danger' ? plans.length : undefined);
	if (topic === 'unknown-to-api') return tellUnknown(weight, names);
	// "if it exits with 0" weighs more than "has succeeded"
	if (topic === 'perhaps-back')
		return weight === 'warning' ? `Started again or not, by the exit code: ${names}` : undefined;
	return sentences[topic]?.(names, new Set(plans.map(({ target }) => target.podUid)).size);
}

function tellUnknown(weight: Consequence['weight'], names: string): string {
	if (weight === 'warning') return `The API server was not read, whether they come back is not known: ${names}`;
	return `Unknown to the API server, and not brought back by the kubelet: ${names}`;
}

/** All of them where something is lost. Pods by name, with their namespace where that alone does not tell; containers with their pod. */
function nameTargets(plans: readonly ActionPlan[], most?: number): string {
	const namespaces = new Set(plans.map(({ target }) => target.kubeNamespace));
	const names = plans.map(({ target: { kubeNamespace, pod, container } }) => {
		const name = namespaces.size > 1 ? `${kubeNamespace}/${pod}` : pod;
		return container === undefined ? name : `${container} of ${name}`;
	});
	return joinNames(names, most);
}
