import { describe, expect, test } from 'vitest';
import type { NodeView } from '../../../source/core/node-view.ts';
import { selectNodeView } from '../../../source/store/select-node-view.ts';
import { isMarked, markOf, selectMarked, toggleMark } from '../../../source/ui/state/marks.ts';
import type { Row } from '../../../source/ui/state/row.ts';
import { selectRows } from '../../../source/ui/state/select-rows.ts';
import { createRichStore } from '../rich-node.ts';

const view: NodeView = selectNodeView(createRichStore().get());
const rows = selectRows(view.pods, view.unmatched, { unfolded: true, except: new Set() });
const rowAt = (key: string): Row => rows.find((row) => row.key.endsWith(key)) as Row;
const pod = rowAt('000006');
const pause = rowAt('000006 pause pause');
const nginx = rowAt('000006 container nginx');

describe('marks', () => {
	test('a pause stands for its pod', () => {
		expect(markOf(pause)).toEqual({ kind: 'pod', key: pod.key });
		const marks = toggleMark(undefined, 'pod', pod.key);
		expect([isMarked(pod, marks), isMarked(pause, marks), isMarked(nginx, marks)]).toEqual([true, true, false]);
	});

	test('what is no pod and no container of one cannot be marked', () => {
		expect(
			rows.filter(({ kind }) => kind === 'heading' || kind === 'unmatched' || kind === 'ended').map(markOf),
		).toEqual(Array(4).fill(undefined));
	});

	test('a second time unmarks, and the last one leaves none', () => {
		const one = toggleMark(undefined, 'container', nginx.key);
		expect(toggleMark(one, 'container', nginx.key)).toBeUndefined();
	});

	test('only what exists counts, in the order of the view', () => {
		const keys = new Set(['pod gone', rowAt('000007').key, pod.key]);
		expect(selectMarked(view, { kind: 'pod', keys }).map((each) => each.pod.name)).toEqual([
			'pause-test2',
			'with-init',
		]);
	});

	test('a marked container is its newest incarnation', () => {
		const marked = selectMarked(view, { kind: 'container', keys: new Set([nginx.key]) });
		expect(marked.map(({ container }) => [container?.name, container?.attempt])).toEqual([['nginx', 1]]);
	});
});
