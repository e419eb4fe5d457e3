import { expect, test } from 'vitest';
import { describePauseImage, selectCriCgroupDriver } from '../../source/core/cri-facts.ts';
import type { CriImage } from '../../source/core/cri-report.ts';

const pause: CriImage = { id: 'sha256:1', names: ['registry.k8s.io/pause:3.9'], pinned: false };
const app: CriImage = { id: 'sha256:2', names: ['docker.io/library/nginx:latest'], pinned: false };

test.each([
	['containerd before 2.0 does not tell of pins', [pause, app], '1.7.2', { present: true, id: 'sha256:1' }],
	[
		'unless one is pinned',
		[pause, { ...app, pinned: true }],
		'1.7.2',
		{ present: true, id: 'sha256:1', pinned: false },
	],
	['containerd 2 does', [pause, app], '2.0.1', { present: true, id: 'sha256:1', pinned: false }],
	['a pinned one', [{ ...pause, pinned: true }], '1.7.2', { present: true, id: 'sha256:1', pinned: true }],
	['a missing one', [app], '2.0.1', { present: false }],
])('%s', (_, images, version, expected) => {
	const name = 'registry.k8s.io/pause:3.9';
	const found = describePauseImage(name, images, { runtime: 'containerd', version });
	expect(found).toEqual({ name, configuredBy: "containerd's sandbox_image", ...expected });
});

test.each([
	[{ defaultRuntimeName: 'runc', runtimes: { runc: { options: { SystemdCgroup: true } } } }, 'systemd'],
	[{ defaultRuntimeName: 'x', runtimes: { x: { options: { SystemdCgroup: false } } } }, 'cgroupfs'],
	[{ defaultRuntimeName: 'x', runtimes: {} }, undefined],
])('the cgroup driver of %j', (containerd, expected) => {
	expect(selectCriCgroupDriver({ info: { config: JSON.stringify({ containerd }) } })).toBe(expected);
});
