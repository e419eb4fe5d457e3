import { describe, expect, it } from 'vitest';
import type { NodeState } from '../../../source/core/node-state.ts';
import type { Observation } from '../../../source/core/observation.ts';
import type { RestartStory } from '../../../source/core/restart-story/restart-story.ts';
import { tellStories } from '../../../source/core/restart-story/tell-stories.ts';
import { selectStories } from '../../../source/store/select-stories.ts';
import { observe } from '../../helpers/snapshot.ts';
import {
	kubeEvents,
	looks,
	observationsOf,
	type RecordedStory,
	readStory,
	runtimeEvents,
	watched,
} from './recorded.ts';

const names = [
	'docker-stop',
	'docker-stop-again',
	'docker-stop-noshare',
	'docker-kill-hostnet',
	'docker-rm',
	'docker-stop-app',
	'docker-delete-pod',
	'containerd-crictl-stopp',
	'containerd-ctr-kill',
	'containerd-ctr-term-noshare',
	'containerd-ctr-kill-app',
];

function storiesOf(observations: readonly Observation[]): readonly RestartStory[] {
	return selectStories(observe(observations)).stories;
}

/** What stays whatever is not told: who, what kind, how it went, and which steps. */
function shapeOf({ scope, container, status, steps, before, after }: RestartStory) {
	const kinds = steps.map(({ kind, container: name, attempt }) => `${kind} ${name ?? ''} ${attempt ?? ''}`);
	const attempts = (side: RestartStory['before']) => [
		side.sandboxAttempt,
		...side.containers.map(({ attempt }) => attempt),
	];
	return { scope, container, status, steps: kinds.sort(), before: attempts(before), after: attempts(after) };
}

/** A small generator of numbers in [0, 1), the same for the same seed (a linear congruence). */
function createRandom(seed: number): () => number {
	let value = seed;
	return () => {
		value = (value * 1_664_525 + 1_013_904_223) % 4_294_967_296;
		return value / 4_294_967_296;
	};
}

function shuffle<T>(list: readonly T[], random: () => number): readonly T[] {
	const tagged = list.map((item) => ({ item, key: random() }));
	return tagged.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** The last look as a re-reading of single records, which may come at any time; a listing would have to be the newest. */
function rereadings(story: RecordedStory): readonly Observation[] {
	return looks(story, 'after', 30).map((look): Observation => {
		if (look.kind === 'runtime-listing') return { ...look, kind: 'runtime-records', gone: [] };
		return look.kind === 'process-listing' ? { ...look, kind: 'processes', gone: [] } : look;
	});
}

function withParts(state: NodeState, uid: string, random: () => number): readonly RestartStory[] {
	const history = state.histories.get(uid);
	if (!history) throw new Error(`no history of ${uid}`);
	return tellStories({
		uid,
		history: {
			...history,
			incarnations: new Map(shuffle([...history.incarnations], random)),
			moments: shuffle(history.moments, random),
			events: shuffle(history.events ?? [], random),
		},
		actions: [],
		nodeName: state.nodeName,
	});
}

describe.each(names)('%s', (name) => {
	const story = readStory(name);
	const first = [...looks(story, 'before', -2), ...watched(story).slice(0, 1)];
	const streamed = [...runtimeEvents(story), ...kubeEvents(story), ...watched(story).slice(1)];
	const byTime = [...streamed, ...rereadings(story)].toSorted((a, b) => a.at - b.at);

	it('is the same in whatever order it was heard', () => {
		const expected = storiesOf([...first, ...byTime]);
		expect(expected.length).toBeGreaterThan(0);
		expect(storiesOf([...first, ...byTime.toReversed()])).toEqual(expected);
		const random = createRandom(7);
		for (let round = 0; round < 20; round += 1) {
			expect(storiesOf([...first, ...shuffle(byTime, random)])).toEqual(expected);
		}
	});

	it('does not depend on the order in which the facts are kept', () => {
		const state = observe(observationsOf(story));
		const expected = tellStories({
			uid: story.uid,
			history: state.histories.get(story.uid) ?? { incarnations: new Map(), moments: [] },
			actions: [],
			nodeName: state.nodeName,
		});
		const random = createRandom(11);
		for (let round = 0; round < 10; round += 1) expect(withParts(state, story.uid, random)).toEqual(expected);
	});

	it('keeps its shape without any single event of the runtime', () => {
		const all = observationsOf(story);
		const [expected] = storiesOf(all);
		if (!expected) throw new Error('no story');
		for (const event of runtimeEvents(story)) {
			const left = all.filter((observation) => !isSame(observation, event));
			expect(left).toHaveLength(all.length - 1);
			const [told] = storiesOf(left);
			expect(told && shapeOf(told), JSON.stringify(event)).toEqual(shapeOf(expected));
		}
	});

	it('says who told it when the stream was down all the time', () => {
		const observations = [...first, ...watched(story).slice(1), ...looks(story, 'after', 30)];
		const [expected] = storiesOf(observationsOf(story));
		const [told] = storiesOf(observations);
		if (!told || !expected) throw new Error('no story');
		const isEvents = ({ kind }: { kind: string }) => kind !== 'noticed' && kind !== 'back-off';
		const steps = told.steps.filter(({ at }) => at !== undefined).filter(isEvents);
		expect(new Set(steps.map(({ seenBy }) => seenBy))).not.toContain('event');
		expect(steps.every(({ seenBy }) => seenBy !== undefined)).toBe(true);
		const withoutBackOff = ({ steps: kinds, ...rest }: ReturnType<typeof shapeOf>) => ({
			...rest,
			steps: kinds.filter((step) => !/^(back-off|noticed)/.test(step)),
		});
		expect(withoutBackOff(shapeOf(told))).toEqual(withoutBackOff(shapeOf(expected)));
	});
});

function isSame(a: Observation, b: Observation): boolean {
	return a.kind === 'events' && b.kind === 'events' && a.events[0]?.key === b.events[0]?.key;
}
