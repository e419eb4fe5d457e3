import { describe, expect, test } from 'vitest';
import type { Action, ActionStatus } from '../../../source/core/action/action.ts';
import { selectActionNews, selectSeenFailures } from '../../../source/ui/state/select-action-news.ts';
import { buildAction } from '../action-builders.ts';
import { now, second } from '../node-builders.ts';
import { createRichStore } from '../rich-node.ts';

const newsOf = (actions: readonly Action[], seen: readonly string[] = []) =>
	selectActionNews({ ...createRichStore().get(), now, actions }, new Set(seen));
const ended = (id: string, status: ActionStatus, ago: number) => buildAction({ id, status, endedAt: now - ago });
const ids = (actions: readonly Action[]) => actions.map(({ id }) => id);

describe('news of actions', () => {
	test('a running one is news however long it takes', () => {
		const news = newsOf([buildAction({ id: 'slow', askedAt: now - 600 * second })]);
		expect(ids(news.running)).toEqual(['slow']);
		expect(news.ended).toEqual([]);
	});

	test('a success is news for fifteen seconds', () => {
		expect(ids(newsOf([ended('young', 'done', 14_999), ended('old', 'done', 15_000)]).ended)).toEqual(['young']);
	});

	test.each(['refused', 'failed', 'timed-out'] as const)('one that was %s is news until it has been seen', (status) => {
		const actions = [ended('a', status, 3_600_000), ended('b', status, 5_000)];
		expect(ids(newsOf(actions).ended)).toEqual(['a', 'b']);
		expect(ids(newsOf(actions, ['a']).ended)).toEqual(['b']);
	});

	test('a key takes failures away, but none that came up only just before it', () => {
		const news = newsOf([
			ended('old', 'failed', 3_000),
			ended('fresh', 'refused', 2_999),
			ended('fine', 'done', 5_000),
			buildAction({ id: 'runs' }),
		]);
		expect(selectSeenFailures(news)).toEqual(['old']);
	});
});
