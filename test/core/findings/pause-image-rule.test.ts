import { expect, test } from 'vitest';
import { pauseImageRule } from '../../../source/core/findings/pause-image-rule.ts';
import type { PauseImage } from '../../../source/core/runtime-facts.ts';
import { type BenchPod, begin, minutes, SurveyBench, seconds } from './survey-bench.ts';

const name = 'registry.k8s.io/pause:3.9';
const id = `sha256:${'1'.repeat(64)}`;
const web: BenchPod = { name: 'web', seed: 1, image: name };
const present: PauseImage = { name, configuredBy: "containerd's sandbox_image", present: true, id };
const missing: PauseImage = { name, configuredBy: "containerd's sandbox_image", present: false };

function run(pauseImage: PauseImage, pods: readonly BenchPod[] = [web], runtime?: string): SurveyBench {
	const bench = new SurveyBench(pauseImageRule, runtime);
	bench.list(begin, pods);
	bench.see(begin, { source: bench.runtime, kind: 'runtime-facts', facts: { readAt: begin, pauseImage } });
	bench.judge(begin);
	bench.judge(begin + seconds(61));
	return bench;
}

test('an image that was removed', () => {
	const bench = run(missing);
	expect(bench.say(begin + seconds(62))).toEqual([
		`The pause image ${name} is missing in containerd, so the next pod can only start if it can be pulled`,
	]);
	expect(bench.findings.findings).toMatchObject([
		{ severity: 'warning', subject: { kind: 'runtime', name: 'containerd' }, since: begin },
	]);
	expect(bench.evidence()).toEqual([
		`${name} in containerd: missing (containerd)`,
		`containerd's sandbox_image: ${name} (pausetop)`,
	]);
	expect(bench.commands()).toEqual([
		`crictl inspecti ${name}`,
		`crictl pull ${name}`,
		`ctr -n k8s.io images export - ${name} | ssh THIS-NODE ctr -n k8s.io images import -`,
	]);
	const facts = { readAt: begin + seconds(70), pauseImage: present };
	bench.see(begin + seconds(70), { source: 'containerd', kind: 'runtime-facts', facts });
	expect(bench.judge(begin + seconds(70))).toEqual([]);
});

test('one that cannot be pulled either, at once', () => {
	const bench = run(missing);
	const message = `Failed to create pod sandbox: failed to get sandbox image "${name}": failed to pull image`;
	const event = {
		key: 'kube:1:1',
		at: begin + seconds(62),
		source: 'kube',
		type: 'FailedCreatePodSandBox',
		pod: 'new',
		message,
	};
	bench.see(begin + seconds(62), { source: 'kube', kind: 'events', events: [event] });
	expect(bench.judge(begin + seconds(63))).toMatchObject([{ severity: 'critical' }]);
	expect(bench.say(begin + seconds(64))[0]).toContain('no pod can start on this node');
	expect(bench.evidence().at(-1)).toBe(`FailedCreatePodSandBox new: ${message}, 2s ago (kube)`);
	expect(bench.judge(begin + minutes(10))).toMatchObject([{ severity: 'warning' }]);
});

test('a changed configuration: what runs has the image of before', () => {
	const bench = run(present, [
		{ ...web, image: 'k8s.gcr.io/pause:3.2' },
		{ ...web, name: 'new', seed: 2 },
	]);
	expect(bench.say(begin + seconds(62))).toEqual([
		`1 sandbox of containerd is made of another pause image than ${name}: it was configured after they were made`,
	]);
	expect(bench.findings.findings).toMatchObject([{ severity: 'info' }]);
	expect(bench.evidence().at(-1)).toBe("default/web's pause is made of: k8s.gcr.io/pause:3.2 (containerd)");
	const unpulled = run(missing, [{ ...web, image: 'k8s.gcr.io/pause:3.2' }]);
	expect(unpulled.findings.findings).toMatchObject([{ key: 'pause-image/containerd/missing', severity: 'info' }]);
});

test('one that is not pinned', () => {
	expect(run({ ...present, pinned: false }).findings.findings).toMatchObject([{ severity: 'info' }]);
});

test.each<[string, PauseImage, BenchPod[]?, string?]>([
	['present', present],
	['pinned', { ...present, pinned: true }],
	['not known whether present', { name, configuredBy: 'x' }],
	['missing on a node where nothing has started yet', missing, []],
	['missing while only ended sandboxes are there', missing, [{ ...web, sandboxState: 'notready' }]],
	['sandboxes that name it by id', present, [{ ...web, image: id }]],
	['sandboxes of unknown image', present, [{ ...web, image: undefined }]],
	['sandboxes that name it by digest', present, [{ ...web, image: `registry.k8s.io/pause@${id}` }]],
	['ended sandboxes of another image', present, [{ ...web, image: 'k8s.gcr.io/pause:3.2', sandboxState: 'notready' }]],
	[
		'Docker, which shortens names',
		{ ...present, name: 'docker.io/rancher/pause:3.6' },
		[{ ...web, image: 'rancher/pause:3.6' }],
		'docker',
	],
])('nothing is said: %s', (_, pauseImage, pods, runtime) => {
	const { findings, suspected } = run(pauseImage, pods, runtime).findings;
	expect([...findings, ...suspected]).toEqual([]);
});

test('an id of another image is another image', () => {
	const other = { ...web, image: `sha256:${'2'.repeat(64)}` };
	expect(run(present, [other], 'docker').findings.findings).toMatchObject([{ severity: 'info' }]);
});

test('no runtime that tells: it cannot tell either', () => {
	const bench = new SurveyBench(pauseImageRule);
	bench.judge(begin);
	const [early] = bench.findings.cannotTell;
	expect(early).toMatchObject({ reason: 'no runtime has told of its pause image yet', pending: true });
	bench.see(begin + seconds(1), { source: bench.runtime, kind: 'runtime-facts', facts: { readAt: begin } });
	bench.judge(begin + seconds(1));
	const [late] = bench.findings.cannotTell;
	expect(late).toMatchObject({ reason: 'no runtime tells what its pause image is' });
	expect(late).not.toHaveProperty('pending');
});
