import { type NodeFindings, noFindings } from '../../core/findings/finding.ts';
import type { PodView } from '../../core/node-view.ts';
import { escapeText } from '../../format/escape.ts';
import { selectFindingsInScope } from '../state/finding-scope.ts';
import { memoizeLast } from '../state/memoize-last.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { createFindingStyle, drawWholeFinding } from './finding-lines.ts';
import { emptyLine, type Line, textLine } from './line.ts';
import { drawCannotTell, drawSuspected } from './unsaid-lines.ts';

/** Whose come first is said where that is not the worst one's. */
export function selectFindingsOverlayTitle({ pod, findings }: ScreenModel): string {
	const title = 'Findings on this node';
	if (!pod || !findings.has(pod.uid)) return title;
	return `${title}, first of ${escapeText(`${pod.kubeNamespace}/${pod.name}`)}`;
}

/** All findings of the node with everything there is to say, the selected pod's first; then what is not said yet, and what cannot be. */
export function selectFindingsOverlay({ node, pod, layout, options }: ScreenModel): readonly Line[] {
	return drawAll(node.findings, pod, layout.columns, node.now, options.ascii, options.utc);
}

/** Keys between two ticks of the clock draw nothing again. */
const drawAll = memoizeLast(
	(
		all: NodeFindings,
		pod: PodView | undefined,
		columns: number,
		now: number,
		ascii: boolean,
		utc: boolean | undefined,
	): readonly Line[] => {
		const style = createFindingStyle(all, { columns, now, ascii, utc });
		const scope = { pod, screen: { wholeNode: true } };
		const nothing = all === noFindings ? 'nothing has been judged yet' : 'nothing wrong found';
		const blocks = [
			...(all.findings.length === 0 ? [[textLine(`   ${nothing}`, 'dim')]] : []),
			...selectFindingsInScope(all.findings, scope).map((finding) => drawWholeFinding(finding, style)),
			selectFindingsInScope(all.suspected, scope).flatMap((one) => drawSuspected(one, style)),
			drawCannotTell(all.cannotTell, style),
		];
		const shown = blocks.filter((block) => block.length > 0);
		return shown.flatMap((block, index) => (index === 0 ? block : [emptyLine, ...block]));
	},
);
