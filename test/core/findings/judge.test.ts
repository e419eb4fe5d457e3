import { describe, expect, it } from 'vitest';
import { correlate } from '../../../source/core/correlate/correlate.ts';
import type { FactKind } from '../../../source/core/findings/fact-kind.ts';
import { type NodeFindings, noFindings } from '../../../source/core/findings/finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from '../../../source/core/findings/finding-rule.ts';
import { say, since } from '../../../source/core/findings/finding-text.ts';
import { judge, judgeInSteps } from '../../../source/core/findings/judge.ts';
import { selectKubeletFacts } from '../../../source/core/findings/kubelet-facts.ts';
import type { NodeState } from '../../../source/core/node-state.ts';
import { emptyState, reduce } from '../../../source/store/reduce.ts';

const begin = 1_000_000;

function factsAt(now: number, state: NodeState = emptyState): FindingFacts {
	const at = { ...state, now };
	return { now, view: correlate(at), state: at, stories: new Map(), kubelet: selectKubeletFacts(at) };
}

function suspect(part: Partial<Suspicion> = {}): Suspicion {
	return {
		key: 'web',
		severity: 'warning',
		subject: { kind: 'node' },
		patience: 60_000,
		summary: say`web is wrong`,
		evidence: [],
		todo: [],
		...part,
	};
}

function rule(
	find: FindingRule['find'],
	needs: readonly FactKind[] = [],
	id: FindingRule['id'] = 'zombies',
): FindingRule {
	return { id, title: '', meaning: '', needs, find };
}

const always = rule(() => [suspect()]);
const never = rule(() => []);

describe('judge', () => {
	it('says of what it cannot date when it has lasted since it was first noticed', () => {
		const first = judge(noFindings, factsAt(begin), [always]);
		expect(first).toMatchObject({ findings: [], suspected: [{ key: 'zombies/web', confirmedAt: begin + 60_000 }] });
		const almost = judge(first, factsAt(begin + 59_999), [always]);
		expect(almost.findings).toEqual([]);
		const last = judge(almost, factsAt(begin + 60_000), [always]);
		expect(last).toMatchObject({
			findings: [{ key: 'zombies/web', rule: 'zombies', since: begin, noticed: true, severity: 'warning' }],
			suspected: [],
		});
	});

	it('in steps says the same, with a pause between every two rules', () => {
		const asked: string[] = [];
		const noting = (name: string) =>
			rule(() => {
				asked.push(name);
				return [suspect({ key: name, patience: 0 })];
			});
		const rules = ['one', 'two', 'three'].map(noting);
		const steps = judgeInSteps(noFindings, factsAt(begin), rules);
		for (const count of [1, 2]) {
			expect(steps.next()).toEqual({ done: false, value: undefined });
			expect(asked).toHaveLength(count);
		}
		expect(steps.next()).toEqual({ done: true, value: judge(noFindings, factsAt(begin), rules) });
	});

	it('says at once what is proven to have lasted', () => {
		const old = rule(() => [suspect({ since: begin - 60_000 })]);
		expect(judge(noFindings, factsAt(begin), [old]).findings).toMatchObject([
			{ since: begin - 60_000, noticed: false },
		]);
	});

	it('keeps a date that was proven once, also when the proof is gone', () => {
		const old = rule(() => [suspect({ since: begin - 90_000 })]);
		const first = judge(noFindings, factsAt(begin), [old]);
		expect(judge(first, factsAt(begin + 1_000), [always]).findings).toMatchObject([
			{ since: begin - 90_000, noticed: false },
		]);
	});

	it('forgets what is over: when it comes again, its time begins anew', () => {
		const first = judge(noFindings, factsAt(begin), [always]);
		const over = judge(first, factsAt(begin + 30_000), [never]);
		expect(over).toEqual(noFindings);
		expect(judge(over, factsAt(begin + 60_000), [always]).suspected).toMatchObject([
			{ since: begin + 60_000, confirmedAt: begin + 120_000 },
		]);
	});

	it('hands on the same object while a finding says the same, whatever the time', () => {
		const aged = rule(() => [suspect({ patience: 0, summary: say`web is wrong for ${since(begin)}` })]);
		const first = judge(noFindings, factsAt(begin), [aged]);
		const later = judge(first, factsAt(begin + 5_000), [aged]);
		expect(later.findings[0]).toBe(first.findings[0]);
		const other = rule(() => [suspect({ patience: 0, summary: say`web is worse` })]);
		expect(judge(later, factsAt(begin + 6_000), [other]).findings[0]).toMatchObject({
			since: begin,
			summary: ['web is worse'],
		});
	});

	it('cannot tell without the facts that a rule needs, and says why and what to do', () => {
		const state = reduce(emptyState, {
			...{ at: begin, source: 'kube', kind: 'health', health: 'failed' },
			...{ detail: 'connection refused', remedy: 'check the API server' },
		});
		const result = judge(noFindings, factsAt(begin, state), [rule(() => [suspect()], ['api'])]);
		expect(result).toEqual({
			findings: [],
			suspected: [],
			cannotTell: [{ rule: 'zombies', reason: 'the API server: connection refused', remedy: 'check the API server' }],
		});
	});

	it('keeps what it had found when a source goes, marked with the time from which on it is unchecked', () => {
		const found = judge(noFindings, factsAt(begin), [rule(() => [suspect({ patience: 0 })])]);
		const blind = [rule(() => [], ['api'])];
		const first = judge(found, factsAt(begin + 1_000), blind);
		const second = judge(first, factsAt(begin + 9_000), blind);
		expect(second.findings).toMatchObject([{ key: 'zombies/web', uncheckedSince: begin + 1_000 }]);
		expect(second.findings[0]).toBe(first.findings[0]);
		const again = judge(second, factsAt(begin + 10_000), [rule(() => [suspect({ patience: 0 })])]);
		expect(again.findings[0]).not.toHaveProperty('uncheckedSince');
	});

	it('counts on from before a short gap in which a source was away, without the gap', () => {
		const blind = [rule(() => [], ['api'])];
		const first = judge(judge(noFindings, factsAt(begin), [always]), factsAt(begin + 40_000), [always]);
		const gap = judge(first, factsAt(begin + 41_000), blind);
		const later = judge(gap, factsAt(begin + 70_000), blind);
		expect(later.suspected).toMatchObject([{ key: 'zombies/web', uncheckedSince: begin + 41_000 }]);
		expect(later.suspected[0]).toBe(gap.suspected[0]);
		const back = judge(later, factsAt(begin + 71_000), [always]);
		expect(back).toMatchObject({ findings: [], suspected: [{ since: begin + 30_000, confirmedAt: begin + 90_000 }] });
		expect(back.suspected[0]).not.toHaveProperty('uncheckedSince');
		expect(judge(later, factsAt(begin + 71_000), [never])).toEqual(noFindings);
	});

	it('forgets after a long gap what it only suspected', () => {
		const gap = judge(judge(noFindings, factsAt(begin), [always]), factsAt(begin + 1_000), [rule(() => [], ['api'])]);
		const long = judge(gap, factsAt(begin + 62_000), [rule(() => [], ['api'])]);
		expect(long.suspected).toEqual([]);
		expect(judge(long, factsAt(begin + 63_000), [always]).suspected).toMatchObject([{ since: begin + 63_000 }]);
	});

	it('turns the fault of one rule into one thing that it cannot tell', () => {
		const broken = rule(() => {
			throw new Error('of undefined');
		});
		const other = rule(() => [suspect({ patience: 0 })], [], 'back-off');
		const result = judge(noFindings, factsAt(begin), [broken, other]);
		expect(result.findings).toMatchObject([{ rule: 'back-off' }]);
		expect(result.cannotTell).toMatchObject([{ rule: 'zombies', reason: expect.stringContaining('of undefined') }]);
	});

	it('puts the worst first, then the rules in their order, then the oldest', () => {
		const make = (key: string, part: Partial<Suspicion>) => suspect({ key, patience: 0, ...part });
		const many = [
			rule(() => [make('young', { since: begin - 1 }), make('old', { since: begin - 9 })], [], 'zombies'),
			rule(() => [make('note', { severity: 'info' })], [], 'kubelet-down'),
			rule(() => [make('worst', { severity: 'critical' })], [], 'host-namespace'),
			rule(() => [make('first', {})], [], 'slow-runtime'),
		];
		const keys = ({ findings }: NodeFindings) => findings.map(({ key }) => key.split('/')[1]);
		expect(keys(judge(noFindings, factsAt(begin), many))).toEqual(['worst', 'first', 'old', 'young', 'note']);
	});
});
