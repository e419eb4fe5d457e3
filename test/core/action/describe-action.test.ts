import { expect, it } from 'vitest';
import type { ActionKind } from '../../../source/core/action/action.ts';
import { describeAction } from '../../../source/core/action/describe-action.ts';
import { makePodView, plan } from './make-view.ts';

it.each<[ActionKind, string]>([
	['restart-sandbox', 'restart sandbox #1 of default/web'],
	['kill-sandbox', 'kill pause #1 of default/web'],
	['restart-container', 'restart nginx #0 of default/web'],
	['kill-container', 'kill nginx #0 of default/web'],
])('%s', (kind, words) => {
	expect(describeAction(plan(kind, makePodView()))).toBe(words);
});

it('stop-sandbox, of an unknown attempt', () => {
	const pod = makePodView({ sandbox: { runtime: 'containerd', attempt: undefined } });
	expect(describeAction(plan('stop-sandbox', pod))).toBe('stop sandbox of default/web');
});
