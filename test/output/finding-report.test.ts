import { describe, expect, it } from 'vitest';
import type { NodeFindings } from '../../source/core/findings/finding.ts';
import { say } from '../../source/core/findings/finding-text.ts';
import { textWidth } from '../../source/format/width.ts';
import { formatFindingReport } from '../../source/output/finding-report.ts';
import { buildFinding, buildFindings, buildSuspicion, findingNow, pauseId } from './finding-builders.ts';

const nothing: NodeFindings = { findings: [], suspected: [], cannotTell: [] };

function report(findings: Partial<NodeFindings>, columns = 100): string {
	return formatFindingReport({ ...nothing, ...findings }, { now: findingNow, columns, utc: true });
}

describe('the report', () => {
	it('has what is wrong, why, and what to do; then what is suspected; then what cannot be told', () => {
		expect(report(buildFindings())).toBe(`CRITICAL  container-without-pause  default/web-0 nginx  for 2m31s
  nginx of default/web-0 has run without its pause for 2m31s, so nothing holds its network namespace
  and the next restart of a container will fail
  evidence:
    the pause's state: exited at 12:02:00 (docker)
      $ docker inspect -f '{{.State.Status}}' ${pauseId}
    the API's word: 1/1 Running (kube)
  next:
    1. See whether the kubelet runs: it makes the next sandbox
       $ systemctl status kubelet
    2. Wait until its back-off is over in 4m10s
  avoid:
    - docker start of the old pause: its containers stay in the dead network namespace
  more: README.md#container-without-pause

Suspected, but not for long enough to be sure:
  warning  zombies  process 4711 sh  sure in 57s
    sh (pid 4711) does not wait for its 3 dead children

Cannot tell:
  no API server is asked
    next: run without --no-kube
    not checked: kubelet-down, state-disagrees
  no runtime tells what its pause image is
    not checked: pause-image
`);
	});

	it('is empty when there is nothing to say', () => {
		expect(report({})).toBe('');
	});

	it('leaves out the parts that a finding does not have', () => {
		const bare = buildFinding({ evidence: [], todo: [], avoid: [], summary: say`it is so` });
		expect(report({ findings: [bare] })).toBe(`CRITICAL  container-without-pause  default/web-0 nginx  for 2m31s
  it is so
  more: README.md#container-without-pause
`);
	});

	it.each([
		['noticed only', { noticed: true }, 'for at least 2m31s'],
		['unchecked', { uncheckedSince: findingNow - 20_000 }, 'for 2m31s, not checked for 20s'],
		['that began a moment ahead of the clock', { since: findingNow + 900 }, 'for 0s'],
	])('says how sure the age is: %s', (_, overrides, words) => {
		expect(report({ findings: [buildFinding(overrides)] }).split('\n')[0]).toBe(
			`CRITICAL  container-without-pause  default/web-0 nginx  ${words}`,
		);
	});

	it.each([
		[{ kind: 'node', name: 'worker-2' }, 'node worker-2'],
		[{ kind: 'node' }, 'node'],
		[{ kind: 'runtime', name: 'docker' }, 'runtime docker'],
		[{ kind: 'file', path: '/var/run/netns/cni-1' }, '/var/run/netns/cni-1'],
		[{ kind: 'pod', uid: 'u', kubeNamespace: '', name: 'lost', id: pauseId }, 'lost a1b2c3d4e5f6'],
	] as const)('names %j', (subject, words) => {
		expect(report({ findings: [buildFinding({ subject })] })).toContain(`  ${words}  for `);
	});

	it('a suspicion whose time has come is sure at once', () => {
		expect(report({ suspected: [buildSuspicion({ confirmedAt: findingNow - 1 })] })).toContain('sure in 0s');
	});
});

describe('the width', () => {
	it.each([20, 40, 72, 200])('prose fits into %i columns, commands stay whole', (columns) => {
		const lines = report(buildFindings(), columns).split('\n');
		const commands = lines.filter((line) => line.trimStart().startsWith('$ '));
		expect(commands.map((line) => line.trim())).toEqual([
			`$ docker inspect -f '{{.State.Status}}' ${pauseId}`,
			'$ systemctl status kubelet',
		]);
		const prose = lines.filter((line) => !line.trimStart().startsWith('$ ') && !/^ *more: |:$/.test(line));
		// below this no word fits beside its indent
		expect(Math.max(...prose.map(textWidth))).toBeLessThanOrEqual(Math.max(columns, 26));
	});
});

it('is safe to draw, whatever stands in it', () => {
	const reportOf = (word: string) =>
		report(
			{
				findings: [
					buildFinding({
						subject: { kind: 'pod', uid: 'u', kubeNamespace: word, name: word, container: word },
						summary: say`${word}`,
						evidence: [{ what: word, value: say`${word}`, source: word, command: word }],
						todo: [{ text: say`${word}`, command: word }],
						avoid: [say`${word}`],
					}),
				],
				suspected: [buildSuspicion({ subject: { kind: 'file', path: word }, summary: say`${word}` })],
				cannotTell: [{ rule: 'zombies', reason: word, remedy: word }],
			},
			500,
		);
	const text = reportOf('x\x1b[2J\n\u202ey\x9b1m');
	expect(text.replaceAll('\n', '')).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
	expect(text.split('\n')).toHaveLength(reportOf('web').split('\n').length);
});
