import { type Finding, noFindings } from '../../core/findings/finding.ts';
import type { PodView } from '../../core/node-view.ts';
import { selectContainerRows } from '../columns/container-row.ts';
import type { CommandId } from '../keymap.ts';
import { isAboutContainer } from '../state/finding-index.ts';
import { selectNextFinding } from '../state/next-finding.ts';
import { containerKey, podKey } from '../state/row.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { isUnfolded, type Selection } from '../state/screen-state.ts';
import { selectRows } from '../state/select-rows.ts';
import { findFindingLine } from '../views/findings-pane.ts';

/** The commands about findings. */
export function runFindingCommand(id: CommandId, model: ScreenModel): readonly ScreenAction[] | undefined {
	if (id === 'all-findings') return [{ type: 'open-findings' }];
	return id === 'next-finding' ? goToNext(model) : undefined;
}

function goToNext(model: ScreenModel): readonly ScreenAction[] {
	const { node, screen, layout } = model;
	const next = selectNextFinding(node.findings.findings, screen.finding);
	if (!next) return [{ type: 'remark', text: describeNothing(model) }];
	const { finding, cursor } = next;
	const pod = selectPodInScope(finding, model);
	// what has no row of its own is found in the pane of the whole node
	const isElsewhere = finding.subject.kind === 'pod' && !pod && !screen.wholeNode;
	const after = { ...model, pod: pod ?? model.pod, screen: { ...screen, wholeNode: screen.wholeNode || isElsewhere } };
	return [
		{ type: 'finding-cursor', cursor },
		...(pod ? goToRow(finding, pod, model) : []),
		...(isElsewhere ? [{ type: 'whole-node' } as const] : []),
		{ type: 'pane', pane: 'findings', inFront: layout.short },
		{ type: 'pane-scroll', scroll: findFindingLine(after, finding.key) },
	];
}

function selectPodInScope({ subject }: Finding, { view, options }: ScreenModel): PodView | undefined {
	if (subject.kind !== 'pod') return undefined;
	const pod = view.pods.find(({ uid }) => uid === subject.uid);
	return options.showAllNamespaces || pod?.kubeNamespace === options.kubeNamespace ? pod : undefined;
}

/** The row of the container that it is about, which unfolds the pod, else the pod's own. A filter that hides it gives way. */
function goToRow({ subject }: Finding, pod: PodView, model: ScreenModel): readonly ScreenAction[] {
	const row = selectContainerRows(pod).find((one) => isAboutContainer(subject, one));
	const key = row ? containerKey(pod, row) : podKey(pod.uid);
	const isHidden = !model.pods.some(({ uid }) => uid === pod.uid);
	return [
		...(isHidden ? clearFilter : []),
		...(row ? [{ type: 'fold', uid: pod.uid, unfolded: true } as const] : []),
		{ type: 'select', selection: isHidden ? { key, index: 0, line: 0 } : placeRow(key, pod, row !== undefined, model) },
	];
}

const clearFilter: readonly ScreenAction[] = [{ type: 'filter-text', text: '' }, { type: 'filter-accept' }];

/** Where the row will be once its pod is unfolded; with the pod's own row in sight above it, where there is room for both. */
function placeRow(
	key: string,
	pod: PodView,
	unfolds: boolean,
	{ pods, screen, location, layout }: ScreenModel,
): Selection {
	const folds = {
		unfolded: false,
		except: new Set(pods.map(({ uid }) => uid).filter((uid) => isUnfolded(screen.folds, uid))),
	};
	if (unfolds) folds.except.add(pod.uid);
	const rows = selectRows(pods, [], folds);
	const index = rows.findIndex((row) => row.key === key);
	const belowPod = index - rows.findIndex((row) => row.key === podKey(pod.uid));
	const line = Math.max(belowPod, index - location.top);
	return { key, index, line: Math.min(line, Math.max(0, layout.table - 1)) };
}

function describeNothing({ node }: ScreenModel): string {
	const { findings, cannotTell } = node.findings;
	if (node.findings === noFindings) return 'nothing has been judged yet';
	const more = [
		...(findings.length > 0 ? [`${findings.length} worth knowing`] : []),
		...(cannotTell.length > 0 ? [`${cannotTell.length} checks cannot tell`] : []),
	];
	return `nothing wrong found${more.length > 0 ? `; ${more.join(', ')}: ! lists them` : ''}`;
}
