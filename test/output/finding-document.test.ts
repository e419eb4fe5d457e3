import { describe, expect, it } from 'vitest';
import { correlate } from '../../source/core/correlate/correlate.ts';
import { findingIds, type NodeFindings } from '../../source/core/findings/finding.ts';
import { createFindingDocument } from '../../source/output/finding-document.ts';
import { emptyState } from '../../source/store/reduce.ts';
import { findFindingSchemaErrors } from '../helpers/finding-schema.ts';
import { buildFinding, buildFindings, buildSuspicion, findingNow, pauseId } from './finding-builders.ts';

/** As a script reads it. */
function read(findings: NodeFindings) {
	const state = { ...emptyState, now: findingNow, nodeName: 'worker-2' };
	return JSON.parse(JSON.stringify(createFindingDocument(findings, { state, view: correlate(state) })));
}

describe('the document of findings', () => {
	it('has everything, times and texts as they are at that moment', () => {
		expect(read(buildFindings())).toEqual({
			...{ schema: 'pausetop/v1', kind: 'findings', takenAt: '2026-05-01T12:04:31.500Z' },
			...{ node: { name: 'worker-2' }, sources: [] },
			findings: [
				{
					id: 'container-without-pause',
					key: 'container-without-pause/uid-1/nginx',
					severity: 'critical',
					subject: { kind: 'pod', uid: 'uid-1', kubeNamespace: 'default', name: 'web-0', container: 'nginx' },
					since: '2026-05-01T12:02:00.500Z',
					sinceIsExact: true,
					summary:
						'nginx of default/web-0 has run without its pause for 2m31s, so nothing holds its network namespace and the next restart of a container will fail',
					evidence: [
						{
							what: "the pause's state",
							value: 'exited at 12:02:00',
							source: 'docker',
							command: `docker inspect -f '{{.State.Status}}' ${pauseId}`,
						},
						{ what: "the API's word", value: '1/1 Running', source: 'kube' },
					],
					todo: [
						{
							text: 'See whether the kubelet runs: it makes the next sandbox',
							command: 'systemctl status kubelet',
						},
						{ text: 'Wait until its back-off is over in 4m10s' },
					],
					avoid: ['docker start of the old pause: its containers stay in the dead network namespace'],
					help: 'README.md#container-without-pause',
				},
			],
			suspected: [
				expect.objectContaining({ id: 'zombies', sinceIsExact: false, confirmedAt: '2026-05-01T12:05:28.500Z' }),
			],
			cannotTell: [
				{ id: 'kubelet-down', reason: 'no API server is asked', remedy: 'run without --no-kube' },
				{ id: 'pause-image', reason: 'no runtime tells what its pause image is' },
				{ id: 'state-disagrees', reason: 'no API server is asked', remedy: 'run without --no-kube' },
			],
		});
	});

	it('says since when a finding cannot be checked', () => {
		const [finding] = read(buildFindings({ findings: [buildFinding({ uncheckedSince: findingNow - 500 })] })).findings;
		expect(finding.uncheckedSince).toBe('2026-05-01T12:04:31.000Z');
	});
});

describe('its schema', () => {
	it('accepts every subject, and every rule', () => {
		const subjects = [
			buildFinding().subject,
			{ kind: 'pod', uid: 'u', kubeNamespace: '', name: 'lost', id: pauseId },
			...[{ kind: 'node' }, { kind: 'node', name: 'worker-2' }, { kind: 'runtime', name: 'docker' }],
			...[
				{ kind: 'process', pid: 1, name: 'sh' },
				{ kind: 'file', path: '/var/run/netns/x' },
			],
		] as NodeFindings['findings'][number]['subject'][];
		const findings = subjects.map((subject) => buildFinding({ subject, uncheckedSince: findingNow }));
		const ofRules = findingIds.map((rule) => buildSuspicion({ rule }));
		expect(findFindingSchemaErrors(read(buildFindings({ findings, suspected: ofRules })))).toEqual([]);
	});

	it.each([
		['a short id', { subject: { kind: 'pod', uid: 'u', kubeNamespace: 'd', name: 'n', id: 'a1b2c3d4e5f6' } }],
		['another severity', { severity: 'fatal' }],
		['a subject of another kind', { subject: { kind: 'volume', name: 'x' } }],
		['no summary', { summary: [] }],
		['a full stop', { summary: ['It is broken.'] }],
	])('rejects %s', (_, overrides) => {
		const finding = { ...buildFinding(), ...overrides } as ReturnType<typeof buildFinding>;
		expect(findFindingSchemaErrors(read(buildFindings({ findings: [finding] })))).not.toEqual([]);
	});
});
