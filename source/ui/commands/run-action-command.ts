import type { CommandId } from '../keymap.ts';
import { nearestSelectable, selectAt } from '../state/locate.ts';
import { markOf } from '../state/marks.ts';
import { openKill, openSheet } from '../state/open-sheet.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import type { Outcome } from './outcome.ts';

/** The commands of the table that lead to an action on the node. None of them does one. */
export function runActionCommand(id: CommandId, model: ScreenModel): Outcome | undefined {
	switch (id) {
		case 'actions':
			return open(openSheet(model));
		case 'kill':
			return open(openKill(model));
		case 'mark':
			return mark(model);
		case 'read-only':
			return [{ type: 'read-only' }];
		default:
			return undefined;
	}
}

/** Whether the kubelet is there decides what would come of it all. */
function open(sheet: ReturnType<typeof openSheet>): Outcome {
	if ('remark' in sheet) return [{ type: 'remark', text: sheet.remark }];
	return { actions: [{ type: 'sheet-open', sheet }], lookAtKubelet: true };
}

/** Marks and goes on to the next row. Marks of the other kind stay: they were not made for being lost by one key. */
function mark(model: ScreenModel): readonly ScreenAction[] {
	const { selected, screen, rows, location, layout } = model;
	const wanted = markOf(selected);
	if (!wanted) return [{ type: 'remark', text: 'only pods and their containers can be marked' }];
	const { marks } = screen;
	if (marks && marks.kind !== wanted.kind && model.marked.length > 0)
		return [{ type: 'remark', text: `${marks.kind}s are marked, and only ${marks.kind}s can join them; esc unmarks` }];
	const next = selectAt(rows, nearestSelectable(rows, location.index + 1), location, layout.table);
	return [{ type: 'mark', ...wanted }, ...(next ? [{ type: 'select', selection: next } as const] : [])];
}
