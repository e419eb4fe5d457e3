import type { Finding } from '../../core/findings/finding.ts';
import { podUidOf } from './finding-index.ts';
import type { ScreenModel } from './screen-model.ts';

type Scope = Pick<ScreenModel, 'pod'> & { screen: Pick<ScreenModel['screen'], 'wholeNode'> };

/** Whether findings of other pods are listed too: asked for, or because no pod is selected. */
export function showsWholeNode({ pod, screen }: Scope): boolean {
	return screen.wholeNode || !pod;
}

/** Those that the pane lists: of the selected pod, then of no pod, or else of everything; among themselves in the order given. */
export function selectFindingsInScope<T extends Finding>(findings: readonly T[], scope: Scope): readonly T[] {
	const uid = scope.pod?.uid;
	const own = findings.filter((finding) => uid !== undefined && podUidOf(finding) === uid);
	const others = findings.filter((finding) => uid === undefined || podUidOf(finding) !== uid);
	if (showsWholeNode(scope)) return [...own, ...others];
	return [...own, ...others.filter((finding) => podUidOf(finding) === undefined)];
}
