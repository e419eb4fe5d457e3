import { expect, test } from 'vitest';
import { canonicalizeImageName, isOtherImage } from '../../source/core/image-name.ts';

const digest = `sha256:${'1'.repeat(64)}`;

test.each([
	['pause:3.9', 'docker.io/library/pause:3.9'],
	['rancher/pause', 'docker.io/rancher/pause:latest'],
	['registry.k8s.io/pause:3.9', 'registry.k8s.io/pause:3.9'],
	['localhost/pause:1', 'localhost/pause:1'],
	['host:5000/pause', 'host:5000/pause:latest'],
	[`host:5000/pause:3.9@${digest}`, `host:5000/pause@${digest}`],
])('%s is %s', (name, canonical) => {
	expect(canonicalizeImageName(name)).toBe(canonical);
});

test.each([
	['pause:3.9', 'docker.io/library/pause:3.9', false],
	['pause:3.9', 'pause:3.8', true],
	['pause:3.9', digest, false],
	['1'.repeat(64), digest, false],
	['2'.repeat(64), digest, true],
	['pause:3.9', `pause@${digest}`, false],
])('%s and %s: different %s', (one, other, expected) => {
	expect(isOtherImage(one, other)).toBe(expected);
});
