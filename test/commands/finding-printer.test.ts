import { describe, expect, it } from 'vitest';
import { createFindingPrinter, type FindingPrinter, isFindingEvent } from '../../source/commands/finding-printer.ts';
import type { Finding } from '../../source/core/findings/finding.ts';
import { emptyState } from '../../source/store/reduce.ts';
import { describeFindingChanges } from '../../source/wire/finding-changes.ts';
import { buildFinding, buildFindings, findingNow } from '../output/finding-builders.ts';

const zombies = buildFinding({
	...{ rule: 'zombies', key: 'zombies/7', severity: 'warning', subject: { kind: 'process', pid: 7, name: 'sh' } },
});

function tell(print: FindingPrinter, findings: readonly Finding[], now = findingNow) {
	const lines = print({ ...emptyState, now, findings: buildFindings({ findings }) }).split('\n');
	expect(lines.pop()).toBe('');
	return lines.map((line) => JSON.parse(line));
}

/** Type and key. */
const brief = (lines: { type: string; finding: { key: string } }[]) =>
	lines.map(({ type, finding }) => `${type} ${finding.key}`);

describe('events of findings', () => {
	it('have the finding whole, and what every event has', () => {
		expect(tell(createFindingPrinter(undefined), [buildFinding()])).toEqual([
			{
				at: '2026-05-01T12:04:31.500Z',
				...{ source: 'pausetop', type: 'FindingAppeared', kubeNamespace: 'default', pod: 'web-0', container: 'nginx' },
				message: expect.stringMatching(/^container-without-pause: nginx of default\/web-0 has run .* 2m31s/),
				finding: expect.objectContaining({
					...{ id: 'container-without-pause', key: 'container-without-pause/uid-1/nginx', severity: 'critical' },
					...{ since: '2026-05-01T12:02:00.500Z', help: 'README.md#container-without-pause' },
				}),
			},
		]);
	});

	it('come once: those that stand at the start, those that come, those that go', () => {
		const print = createFindingPrinter(undefined);
		const finding = buildFinding();
		expect(brief(tell(print, [finding]))).toEqual(['FindingAppeared container-without-pause/uid-1/nginx']);
		expect(tell(print, [finding], findingNow + 1_000)).toEqual([]);
		expect(brief(tell(print, [finding, zombies]))).toEqual(['FindingAppeared zombies/7']);
		const [cleared, ...others] = tell(print, [zombies], findingNow + 2_000);
		expect(others).toEqual([]);
		expect(cleared).toMatchObject({
			...{ at: '2026-05-01T12:04:33.500Z', type: 'FindingCleared', pod: 'web-0' },
			finding: { severity: 'critical', since: '2026-05-01T12:02:00.500Z' },
		});
		expect(brief(tell(print, []))).toEqual(['FindingCleared zombies/7']);
		expect(brief(tell(print, [finding]))).toEqual(['FindingAppeared container-without-pause/uid-1/nginx']);
	});

	it('tell another severity, but not other words', () => {
		const print = createFindingPrinter(undefined);
		tell(print, [zombies]);
		expect(tell(print, [{ ...zombies, summary: ['others'] }])).toEqual([]);
		expect(tell(print, [{ ...zombies, severity: 'critical' }])).toMatchObject([
			{ type: 'FindingChanged', finding: { severity: 'critical' } },
		]);
	});

	it('tell when nobody can check any more, and when somebody can again', () => {
		const print = createFindingPrinter(undefined);
		tell(print, [zombies]);
		expect(tell(print, [{ ...zombies, uncheckedSince: findingNow }])).toMatchObject([
			{ type: 'FindingUnchecked', finding: { uncheckedSince: '2026-05-01T12:04:31.500Z' } },
		]);
		expect(tell(print, [{ ...zombies, uncheckedSince: findingNow }])).toEqual([]);
		const [again] = tell(print, [zombies]);
		expect(again.type).toBe('FindingChanged');
		expect(again.finding).not.toHaveProperty('uncheckedSince');
	});

	it('of one namespace only, if asked', () => {
		const print = createFindingPrinter('kube-system');
		const subject = { kind: 'pod', uid: 'u', kubeNamespace: 'kube-system', name: 'dns' } as const;
		const dns = buildFinding({ key: 'dns', subject });
		expect(brief(tell(print, [buildFinding(), zombies, dns]))).toEqual(['FindingAppeared dns']);
		expect(tell(print, [dns])).toEqual([]);
		expect(brief(tell(print, []))).toEqual(['FindingCleared dns']);
	});

	it('stand in for those of the timeline', () => {
		const before = buildFindings({ findings: [buildFinding()] });
		const after = buildFindings({ findings: [{ ...zombies, uncheckedSince: findingNow }] });
		const events = describeFindingChanges(before, after, findingNow);
		expect(events.map(({ type }) => type)).toEqual(['FindingAppeared', 'FindingCleared', 'FindingUnchecked']);
		expect(events.filter(isFindingEvent)).toEqual(events);
		expect(isFindingEvent({ key: 'k', at: 0, source: 'pausetop', type: 'SandboxChanged' })).toBe(false);
		expect(isFindingEvent({ key: 'k', at: 0, source: 'kube', type: 'FindingCleared' })).toBe(false);
	});
});
