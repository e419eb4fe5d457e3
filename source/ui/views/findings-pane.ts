import { countFindings } from '../../core/findings/count-findings.ts';
import { noFindings } from '../../core/findings/finding.ts';
import { podUidOf } from '../state/finding-index.ts';
import { selectFindingsInScope, showsWholeNode } from '../state/finding-scope.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { drawFinding, findingStyle } from './finding-lines.ts';
import { hangText } from './hanging-text.ts';
import { emptyLine, type Line } from './line.ts';
import { drawCannotTell, drawSuspected } from './unsaid-lines.ts';

/** Whose findings these are, and how many of the node's: `default/web, 1 of 3`. */
export function selectFindingsTitle(model: ScreenModel): string {
	const { node, pod } = model;
	const total = countFindings(node.findings.findings);
	if (!pod || showsWholeNode(model)) return total === 0 ? 'whole node' : `whole node, ${total}`;
	const own = countFindings(model.findings.get(pod.uid) ?? []);
	const counts = total === 0 ? '' : `, ${own === 0 ? 'none' : own} of ${total}`;
	return `${pod.kubeNamespace}/${pod.name}${counts}`;
}

/** Those of the selected pod, then those of the node. */
export function selectFindingsLines(model: ScreenModel): Line[] {
	const { screen, layout } = model;
	const lines = selectUpTo(model, screen.paneScroll + layout.pane);
	const first = Math.min(screen.paneScroll, Math.max(0, lines.length - layout.pane));
	return lines.slice(first, first + layout.pane);
}

export function countFindingsLines(model: ScreenModel): number {
	return selectUpTo(model, Number.POSITIVE_INFINITY).length;
}

/** On which line of the pane a finding begins; at its beginning if it is not in it. */
export function findFindingLine(model: ScreenModel, key: string): number {
	const shown = selectFindingsInScope(model.node.findings.findings, model);
	const before = Math.max(
		0,
		shown.findIndex((finding) => finding.key === key),
	);
	const style = findingStyle(model);
	return shown.slice(0, before).reduce((lines, finding) => lines + drawFinding(finding, style).length + 1, 0);
}

/** As many lines as are wanted, or all: what is below is not drawn. */
function selectUpTo(model: ScreenModel, wanted: number): Line[] {
	const lines: Line[] = [];
	for (const block of drawBlocks(model)) {
		if (lines.length >= wanted) break;
		if (lines.length > 0 && block.length > 0) lines.push(emptyLine);
		lines.push(...block);
	}
	return lines;
}

function* drawBlocks(model: ScreenModel): Generator<Line[]> {
	const { node, layout } = model;
	const { findings, suspected, cannotTell } = node.findings;
	const style = findingStyle(model);
	const shown = selectFindingsInScope(findings, model);
	for (const finding of shown) yield drawFinding(finding, style);
	const note = describeRest(model, shown.length);
	if (note !== '') yield hangText([{ text: '   ' }], note, layout.columns, 'dim');
	yield selectFindingsInScope(suspected, model).flatMap((one) => drawSuspected(one, style));
	yield drawCannotTell(cannotTell, style);
}

/** What is not listed here; or that there is nothing. */
function describeRest({ node, pod, screen }: ScreenModel, shown: number): string {
	const { findings } = node.findings;
	if (node.findings === noFindings) return 'nothing has been judged yet';
	const nothing = shown === 0 ? 'nothing wrong found' : '';
	if (screen.wholeNode || !pod) return nothing;
	const others = findings.filter((one) => podUidOf(one) !== undefined && podUidOf(one) !== pod.uid);
	const count = countFindings(others);
	const words =
		count > 0
			? `${count} ${shown > 0 ? 'more ' : ''}on other pods: a lists them, f goes to the next`
			: `${others.length} worth knowing on other pods: a lists them`;
	if (others.length === 0) return nothing;
	return nothing === '' ? words : `${nothing} with this pod; ${words}`;
}
