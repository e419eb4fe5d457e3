import { expect, it } from 'vitest';
import type { ActionFacts } from '../../../source/core/action/action-plan.ts';
import { selectNodeCondition } from '../../../source/core/action/node-condition.ts';
import { planActions } from '../../../source/core/action/plan-actions.ts';
import { correlate } from '../../../source/core/correlate/correlate.ts';
import type { PodView } from '../../../source/core/node-view.ts';
import { observe, snapshotAt, snapshotObservations } from '../../helpers/snapshot.ts';

const state = observe(snapshotObservations);
const { pods } = correlate(state);
const facts: ActionFacts = { now: snapshotAt, kubelet: { ...selectNodeCondition(state), ready: 'True' }, stories: [] };

/** What restarting its sandbox would do, without what is the same for all; or why it cannot be done. */
function restart(pod: PodView): string[] {
	const [plan] = planActions(pod, { role: 'sandbox' }, facts);
	if (!plan) throw new Error(`nothing can be done to ${pod.name}`);
	if (plan.refused !== undefined) return [plan.refused];
	const own = plan.consequences.filter(({ topic }) => topic !== 'stays' && topic !== 'pause');
	return [...own.map(({ text }) => text), ...(plan.typedName ? [`typed: ${plan.typedName}`] : [])];
}

const services = 'Its Services leave it out until it is Ready again';
const servicesGoOn = 'Its Services may go on sending to it: it can stay Ready all the while';
const again = (count: number, from = 0) => `RESTARTS goes up by ${count}, from ${from} to ${from + count}`;
const grace = 'It runs on until the kubelet stops it, with 2 s of grace';
const alone = (name: string, address: string) => [
	`1 container goes down: ${name}`,
	newIp(address),
	servicesGoOn,
	grace,
	again(1),
];
const newIp = (address: string) => `The pod gets a new IP (now ${address})`;
const onHost = "The IP stays (now 192.0.2.2): it is the node's";

const sharing = (address: string) => [
	'3 containers go down: nginx, ghost and busybox',
	"No grace period: they share the pause's pid namespace, the kernel kills all at once",
	newIp(address),
	services,
	again(3),
];

const expected: Readonly<Record<string, readonly string[]>> = {
	'default/crasher': [newIp('10.244.0.5'), 'No container of it runs: only the sandbox ends', again(1, 1)],
	'default/done': ['the pod has ended: its pause does not run, and no new one is made'],
	'default/on-host': ['1 container goes down: main', servicesGoOn, grace, onHost, again(1)],
	'default/pause-test': sharing('10.244.0.3'),
	'default/pause-test2': sharing('10.244.0.4'),
	'default/with-init': [
		...alone('main', '10.244.0.7').slice(0, -1),
		'Init containers run again first, in order: init-one and init-two',
		again(1),
	],
	'kube-system/static-web-k8slab': [
		...alone('web', '10.244.0.2'),
		'A static pod: the kubelet makes it again from its manifest, also without the API server',
	],
	'team-a/guaranteed': alone('main', '10.244.0.9'),
	'team-a/host-all': [
		'1 container goes down: main',
		servicesGoOn,
		`${grace} (host pid namespace: it does not die with the pause)`,
		onHost,
		again(1),
	],
	'team-a/no-image': [newIp('10.244.0.10'), 'No container of it runs: only the sandbox ends'],
	'team-a/pause-test': alone('busybox', '10.244.0.8'),
	'team-a/web-5f9dfb78dc-598p4': alone('nginx', '10.244.0.12'),
	'team-a/web-5f9dfb78dc-6qlrf': alone('nginx', '10.244.0.11'),
};

it('the recorded node has these pods', () => {
	expect(pods.map((pod) => `${pod.kubeNamespace}/${pod.name}`).sort()).toEqual(Object.keys(expected).sort());
});

it.each(pods.map((pod) => [`${pod.kubeNamespace}/${pod.name}`, pod] as const))('%s', (name, pod) => {
	expect(restart(pod)).toEqual(expected[name]);
});
