import { expect, test } from 'vitest';
import { normalizeCriImage, normalizeCriRuntimeStatus } from '../../source/core/cri-report.ts';

test('a runtime tells its conditions, handlers and the image of its pauses', () => {
	const conditions = [
		{ type: 'RuntimeReady', status: true },
		{ type: 'NetworkReady', status: false, reason: 'NetworkPluginNotReady', message: 'cni plugin not initialized' },
		{ status: true },
	];
	const wire = {
		status: { conditions },
		runtimeHandlers: [{ name: '' }, { name: 'kata' }],
		info: { config: '{"sandboxImage":"pause:3.9"}' },
	};
	expect(normalizeCriRuntimeStatus(wire)).toEqual({
		conditions: conditions.slice(0, 2),
		handlers: ['', 'kata'],
		pauseImage: 'pause:3.9',
	});
});

test.each([
	[{ config: '{"imageConfig":{"pinnedImages":{"sandbox":"pause:3.10"}}}' }, 'pause:3.10'],
	[{ config: '{"sandboxImage":7}' }, undefined],
	[{ config: 'x' }, undefined],
	[undefined, undefined],
])('the image of pauses in %j', (info, expected) => {
	expect(normalizeCriRuntimeStatus({ info }).pauseImage).toBe(expected);
});

test('an image has its tags and digests as names', () => {
	expect(normalizeCriImage({ id: 'i', repoTags: ['a:1', 3], repoDigests: ['a@sha256:1'], pinned: true })).toEqual({
		id: 'i',
		names: ['a:1', 'a@sha256:1'],
		pinned: true,
	});
	expect(normalizeCriImage(null)).toEqual({ id: '', names: [], pinned: false });
});
