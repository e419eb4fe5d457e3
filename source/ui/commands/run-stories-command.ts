import type { RestartStory } from '../../core/restart-story/restart-story.ts';
import type { CommandId } from '../keymap.ts';
import { selectAt } from '../state/locate.ts';
import { moveToStory } from '../state/locate-story.ts';
import { podKey } from '../state/row.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { findStoryLine } from '../views/restarts-pane.ts';
import { locateInOverlay, storiesHeight } from '../views/stories-overlay.ts';

/** The commands over the node-wide list of restarts, and the one that opens it. */
export function runStoriesCommand(id: CommandId, model: ScreenModel): readonly ScreenAction[] | undefined {
	if (id === 'stories') return [{ type: 'open-stories' }];
	if (model.screen.overlay?.kind !== 'stories') return undefined;
	const { stories } = model.stories;
	const location = locateInOverlay(model);
	if (id === 'stories-close') return [{ type: 'close-overlay' }];
	if (id === 'stories-open') {
		const story = stories[location.index];
		return story ? openStory(story, model) : [];
	}
	const height = storiesHeight(model);
	const steps: Partial<Record<CommandId, number>> = {
		'stories-up': -1,
		'stories-down': 1,
		'stories-page-up': -height,
		'stories-page-down': height,
		'stories-top': -stories.length,
		'stories-bottom': stories.length,
	};
	const step = steps[id];
	if (step === undefined) return undefined;
	const cursor = moveToStory(stories, location.index + step, location, height);
	return cursor ? [{ type: 'stories-cursor', cursor }] : [];
}

/** In its pod's pane; where the pod has no row any more, on its own. */
function openStory(story: RestartStory, model: ScreenModel): readonly ScreenAction[] {
	const { view, rows, location, layout, options } = model;
	const pod = view.pods.find(({ uid }) => uid === story.podUid);
	const isInScope = options.showAllNamespaces || pod?.kubeNamespace === options.kubeNamespace;
	if (!pod || !isInScope) return [{ type: 'open-story', id: story.id }];
	const key = podKey(pod.uid);
	const index = rows.findIndex((row) => row.key === key);
	const isHidden = index < 0;
	const clearing: readonly ScreenAction[] = [{ type: 'filter-text', text: '' }, { type: 'filter-accept' }];
	return [
		...(isHidden ? clearing : []),
		{
			type: 'select',
			selection: isHidden ? { key, index: 0, line: 0 } : selectAt(rows, index, location, layout.table),
		},
		{ type: 'pane', pane: 'restarts', inFront: layout.short },
		{ type: 'pane-scroll', scroll: findStoryLine(model, story) },
		{ type: 'close-overlay' },
	];
}
