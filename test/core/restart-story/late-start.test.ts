import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../source/core/observation.ts';
import type { RestartStory } from '../../../source/core/restart-story/restart-story.ts';
import { selectStories } from '../../../source/store/select-stories.ts';
import { observe } from '../../helpers/snapshot.ts';
import { kubeEvents, lastListing, looks, readStory, runtimeEvents, watched } from './recorded.ts';

/** Recordings at whose end the pod is well again. */
const names = ['docker-stop', 'docker-stop-again', 'docker-stop-noshare', 'docker-kill-hostnet', 'docker-rm'];

function storiesOf(observations: readonly Observation[]): readonly RestartStory[] {
	return selectStories(observe(observations)).stories;
}

function describeCause({ scope, trigger }: RestartStory): string {
	return `${scope} ${trigger.cause}`;
}

/** Docker replays its last 256 events, whatever was asked for: a start on a busy node hears the end of a story only. */
describe.each(names)('%s, of which only the last events are still there', (name) => {
	const story = readStory(name);
	const end = watched(story).slice(-1);
	const now = Math.floor(story.t0 + lastListing * 1000);
	const state = [...looks(story, 'after', lastListing), ...end.map((seen) => ({ ...seen, at: now }))];
	const events = runtimeEvents(story);
	const others = kubeEvents(story);

	it('nothing goes on in a pod that is well, and nobody is blamed for what the kubelet did', () => {
		const causes = storiesOf([...state, ...events, ...others]).map(describeCause);
		for (const first of events.keys()) {
			const stories = storiesOf([...state, ...others, ...events.slice(first)]);
			const what = `from event ${first} of ${events.length} on`;
			expect(stories.filter(({ status }) => status === 'running').map(describeCause), what).toEqual([]);
			expect(stories.filter((each) => !causes.includes(describeCause(each))).map(describeCause), what).toEqual([]);
		}
	});
});
