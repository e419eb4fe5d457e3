import type { DetailsTarget } from '../app-contract.ts';
import { incarnationOf, nameOf } from '../columns/container-row.ts';
import type { CommandId } from '../keymap.ts';
import { nearestSelectable, selectAt } from '../state/locate.ts';
import { podKey, type Row } from '../state/row.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { isUnfolded } from '../state/screen-state.ts';
import { nextSort } from './next-sort.ts';
import type { Outcome } from './outcome.ts';
import { runActionCommand } from './run-action-command.ts';
import { runFindingCommand } from './run-finding-command.ts';
import { runInsideCommand } from './run-inside-command.ts';
import { runLogCommand } from './run-log-command.ts';
import { runOverlayCommand } from './run-overlay-command.ts';
import { runPaneCommand } from './run-pane-command.ts';
import { runSheetCommand } from './run-sheet-command.ts';
import { runStoriesCommand } from './run-stories-command.ts';

/** What a command does to the screen as it stands. Pure. */
export function runCommand(id: CommandId, model: ScreenModel): Outcome {
	return (
		runTableCommand(id, model) ??
		runActionCommand(id, model) ??
		runPaneCommand(id, model) ??
		runStoriesCommand(id, model) ??
		runFindingCommand(id, model) ??
		runInsideCommand(id, model) ??
		runLogCommand(id, model) ??
		runOverlayCommand(id, model) ??
		runSheetCommand(id, model) ??
		[]
	);
}

function runTableCommand(id: CommandId, model: ScreenModel): Outcome | undefined {
	const { screen, live } = model;
	switch (id) {
		case 'open':
			return open(model);
		case 'unfold':
			return unfold(model);
		case 'back':
			return goBack(model);
		case 'up-to-pod':
			return goUp(model);
		case 'fold-all':
			return [{ type: 'fold-all', unfolded: !screen.folds.unfolded }];
		case 'details':
			return openDetails(model.selected);
		case 'filter':
			return [{ type: 'filter-edit' }];
		case 'sort':
		case 'invert-sort':
			return [{ type: 'sort', sort: nextSort(screen.sort, id) }];
		case 'wide':
			return [{ type: 'wide' }];
		case 'freeze':
			return [{ type: 'freeze', node: screen.frozen ? undefined : live }];
		case 'help':
			return [{ type: 'open-help' }];
		case 'relist':
			return 'relist';
		case 'quit':
		case 'filter-quit':
		case 'overlay-quit':
		case 'stories-quit':
		case 'log-quit':
		case 'search-quit':
		case 'choice-quit':
		case 'menu-quit':
		case 'confirm-quit':
		case 'type-quit':
			return 'quit';
		default:
			return runMove(id, model) ?? runFilterCommand(id, model);
	}
}

function runMove(id: CommandId, model: ScreenModel): Outcome | undefined {
	const { rows, location, layout } = model;
	const page = Math.max(1, layout.table - 1);
	const steps: Partial<Record<CommandId, number>> = {
		up: -1,
		'filter-up': -1,
		down: 1,
		'filter-down': 1,
		'page-up': -page,
		'page-down': page,
		top: -rows.length,
		bottom: rows.length,
	};
	const step = steps[id];
	return step === undefined ? undefined : moveTo(model, location.index + step, step);
}

/** To the wanted row, or the nearest in the direction of the move that the cursor can stand on. */
function moveTo(model: ScreenModel, wanted: number, direction: number): readonly ScreenAction[] {
	const { rows, location, layout } = model;
	const at = Math.min(Math.max(0, wanted), rows.length - 1);
	const above = rows.findLastIndex((row, index) => index <= at && row.kind !== 'heading');
	const index = direction < 0 && above >= 0 ? above : nearestSelectable(rows, at);
	const selection = selectAt(rows, index, location, layout.table);
	return selection ? [{ type: 'select', selection }] : [];
}

function runFilterCommand(id: CommandId, { screen }: ScreenModel): Outcome | undefined {
	const { text } = screen.filter;
	switch (id) {
		case 'filter-accept':
			return [{ type: 'filter-accept' }];
		case 'filter-cancel':
			return clearFilter;
		case 'filter-empty':
			return [{ type: 'filter-text', text: '' }];
		case 'filter-erase':
			return text === '' ? clearFilter : [{ type: 'filter-text', text: [...text].slice(0, -1).join('') }];
		default:
			return undefined;
	}
}

const clearFilter: readonly ScreenAction[] = [{ type: 'filter-text', text: '' }, { type: 'filter-accept' }];

function open(model: ScreenModel): Outcome {
	const { selected, screen } = model;
	if (selected?.kind !== 'pod') return openDetails(selected);
	const { uid } = selected.pod;
	return [{ type: 'fold', uid, unfolded: !isUnfolded(screen.folds, uid) }];
}

function unfold(model: ScreenModel): Outcome {
	const { selected, location } = model;
	if (selected?.kind !== 'pod') return openDetails(selected);
	return selected.unfolded
		? moveTo(model, location.index + 1, 1)
		: [{ type: 'fold', uid: selected.pod.uid, unfolded: true }];
}

function goBack(model: ScreenModel): Outcome {
	if (model.screen.filter.applied !== '') return clearFilter;
	return model.screen.marks ? [{ type: 'unmark' }] : goUp(model);
}

function goUp(model: ScreenModel): Outcome {
	const { selected, rows, location } = model;
	if (!selected || selected.kind === 'heading' || selected.kind === 'unmatched') return [];
	const { uid } = selected.pod;
	if (selected.kind === 'pod') return [{ type: 'fold', uid, unfolded: false }];
	const parent = rows.findIndex(({ key }) => key === podKey(uid));
	return moveTo(model, parent < 0 ? location.index : parent, -1);
}

function openDetails(row: Row | undefined): readonly ScreenAction[] {
	const details = row && selectDetails(row);
	return details ? [{ type: 'open-details', ...details }] : [];
}

/** What there is to say about a row: the container that stands there, else its pod. */
function selectDetails(row: Row): { target: DetailsTarget; title: string } | undefined {
	if (row.kind === 'heading') return undefined;
	if (row.kind === 'unmatched') {
		const { id, runtime, name } = row.container;
		return { target: { kind: 'container', id, runtime }, title: `container ${name}` };
	}
	const { uid, kubeNamespace, name } = row.pod;
	const pod = `${kubeNamespace}/${name}`;
	if (row.kind === 'container') {
		const { id, runtime } = incarnationOf(row.row);
		const title = `${row.row.role === 'pause' ? 'pause' : `container ${nameOf(row.row)}`} of ${pod}`;
		if (id && runtime) return { target: { kind: 'container', id, runtime }, title };
	}
	return { target: { kind: 'pod', uid }, title: `pod ${pod}` };
}
