import { describe, expect, it } from 'vitest';
import type { ActionKind } from '../../../source/core/action/action.ts';
import type { ActionFacts } from '../../../source/core/action/action-plan.ts';
import { joinNames } from '../../../source/core/action/join-words.ts';
import { type ManyPlan, planMany } from '../../../source/core/action/plan-many.ts';
import type { PodView } from '../../../source/core/node-view.ts';
import { inPidNamespace, makeContainer, makePodView, type PodParts, plan } from './make-view.ts';

const pod = (name: string, parts: PodParts = {}) =>
	makePodView({ ...parts, metadata: { name, uid: `uid-${name}`, ...parts.metadata } });

function many(kind: ActionKind, pods: readonly PodView[], facts: Partial<ActionFacts> = {}): ManyPlan {
	const found = planMany(pods.map((each) => plan(kind, each, facts)));
	if (!found) throw new Error('there are no plans');
	return found;
}

const told = ({ consequences }: ManyPlan) => consequences.map(({ weight, text }) => `${weight}: ${text}`);
const shared = { containers: [makeContainer('nginx', inPidNamespace(7, 'pause')), makeContainer('ghost')] };

describe('many pods', () => {
	it('are counted, and what they have in common is said once', () => {
		const found = many('restart-sandbox', [pod('a'), pod('b', shared), pod('c', { pod: { hostNetwork: true } })]);
		expect(found.title).toBe('Restart sandbox of 3 pods');
		expect(told(found)).toEqual([
			'warning: 3 pods, 6 containers go down',
			'warning: 2 pods get a new IP',
			'warning: The Services of 2 pods may go on sending to them all the while',
			'warning: No grace period: b',
			'warning: The Services of 1 pod leave it out until Ready again',
			'note: With a grace period: a and c',
		]);
		expect([found.typed, found.refused]).toEqual([undefined, []]);
	});

	it('ask for their number when the name of any would have to be typed', () => {
		const never = { spec: { restartPolicy: 'Never' } };
		const found = many('kill-sandbox', [pod('a'), pod('b', never), pod('c', never)]);
		expect(found.typed).toBe('3');
		expect(told(found)[0]).toBe('danger: Not coming back (restartPolicy): b and c');
	});

	it('leave out those that cannot be done, with the reason', () => {
		const found = many('kill-sandbox', [pod('a'), pod('b'), pod('c', { sandbox: { state: 'exited' } })]);
		expect(found.title).toBe('Kill pause of 2 pods');
		expect(found.plans.map(({ target }) => target.pod)).toEqual(['a', 'b']);
		expect(found.refused).toEqual([
			{ target: expect.objectContaining({ pod: 'c' }), why: expect.stringMatching(/^the pause/) },
		]);
	});

	it('of which one is left are that one', () => {
		const dead = { sandbox: { state: 'exited' } } as const;
		const found = many('kill-sandbox', [pod('a', { spec: { restartPolicy: 'Never' } }), pod('b', dead)]);
		expect(found.typed).toBe('a');
		expect(found.consequences).toEqual(
			plan('kill-sandbox', pod('a', { spec: { restartPolicy: 'Never' } })).consequences,
		);
	});

	it('of which none is left have nothing to tell', () => {
		const found = many('kill-sandbox', [pod('a', { sandbox: { state: 'exited' } })]);
		expect([found.plans, found.consequences, found.typed]).toEqual([[], [], undefined]);
		expect(planMany([])).toBeUndefined();
	});

	it('have one kubelet, which comes first', () => {
		const found = many('restart-sandbox', [pod('a', { spec: { restartPolicy: 'Never' } }), pod('b')], {
			kubelet: { running: false },
		});
		expect(told(found)).toEqual([
			"danger: The kubelet's process is gone: nothing comes back",
			'danger: Not coming back (restartPolicy): a',
			'warning: Of 2 pods only the sandboxes end, no container',
			'warning: Containers run on without a pause until the kubelet is back: a and b',
			'warning: 1 pod gets a new IP',
			'warning: The Services of 1 pod may go on sending to it all the while',
		]);
	});

	it('are named with their namespace where there are several', () => {
		const found = many('restart-sandbox', [
			pod('a', shared),
			pod('a', { ...shared, metadata: { namespace: 'kube-system', uid: 'other' } }),
		]);
		expect(told(found)).toContain('warning: No grace period: default/a and kube-system/a');
	});

	it('each danger is told by name, however many there are', () => {
		const pods = Array.from({ length: 9 }, (_, index) => pod(`p${index}`, { spec: { restartPolicy: 'Never' } }));
		expect(told(many('kill-sandbox', pods))[0]).toBe(
			'danger: Not coming back (restartPolicy): p0, p1, p2, p3, p4, p5, p6, p7 and p8',
		);
	});

	it('all that a single one tells in a warning has its words', () => {
		const hooks = { spec: { containers: [{ name: 'nginx', lifecycle: { preStop: {} } }, { name: 'ghost' }] } };
		const soon = { containers: [makeContainer('nginx', { attempt: 1, startedAt: undefined })] };
		const unknown = { pod: { api: undefined, matched: 'runtime' } } as const;
		const debug = { containers: [makeContainer('nginx'), makeContainer('debugger', { kind: 'ephemeral' })] };
		const pods = [pod('a', hooks), pod('b', soon), pod('c', unknown), pod('d', debug)];
		expect(told(many('kill-sandbox', pods))).toEqual([
			'danger: Unknown to the API server, and not brought back by the kubelet: c',
			'danger: Ephemeral containers are gone for good: d',
			'warning: 4 pods, 7 containers go down',
			'warning: 3 pods get a new IP',
			'warning: The Services of 3 pods may go on sending to them all the while',
			'warning: Back-off before the next start: b',
			'note: With a grace period: a, b, c and d',
			'note: preStop hooks run first: a',
		]);
	});
});

describe('many containers', () => {
	it('are counted with their pods', () => {
		const plans = [
			plan('kill-container', pod('a'), {}, 'nginx'),
			plan('kill-container', pod('a'), {}, 'ghost'),
			plan('kill-container', pod('b', { spec: { restartPolicy: 'Never' } }), {}, 'nginx'),
		];
		const found = planMany(plans);
		expect([found?.title, found?.typed]).toEqual(['Kill 3 containers', '2']);
		expect(found && told(found)).toEqual([
			'danger: Not coming back (restartPolicy): nginx of b',
			'warning: 3 containers of 2 pods go down',
			'warning: No grace period: nginx of a, ghost of a and nginx of b',
			'warning: The Services of 1 pod leave it out until Ready again',
		]);
	});
});

it('what hangs on the exit code is told of many too', () => {
	const onFailure = { spec: { restartPolicy: 'OnFailure' } };
	const found = many('restart-container', [pod('a', onFailure), pod('b', onFailure)]);
	expect(told(found)).toContain('warning: Started again or not, by the exit code: nginx of a and nginx of b');
});

it.each([
	[[], ''],
	[['a'], 'a'],
	[['a', 'b'], 'a and b'],
	[['a', 'b', 'c', 'd', 'e', 'f'], 'a, b, c, d, e and f'],
	[['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'a, b, c, d, e and 2 more'],
])('names are joined: %j', (names, text) => {
	expect(joinNames(names)).toBe(text);
});
