import type { ActionKind, ActionTarget } from './action.ts';

const verbs: Readonly<Record<ActionKind, string>> = {
	'restart-sandbox': 'restart',
	'kill-sandbox': 'kill',
	'stop-sandbox': 'stop',
	'restart-container': 'restart',
	'kill-container': 'kill',
};

/** What is done to whom, for messages, log and stories: `restart sandbox #1 of default/web`, `kill nginx #0 of default/web`. Unescaped. */
export function describeAction({ kind, target }: { kind: ActionKind; target: ActionTarget }): string {
	const noun = kind === 'kill-sandbox' ? 'pause' : undefined;
	return `${verbs[kind]} ${describeTarget(target, noun)}`;
}

/** Whom it goes to: `sandbox #1 of default/web`, `nginx #0 of default/web`. */
export function describeTarget(target: ActionTarget, sandboxNoun = 'sandbox'): string {
	const { kubeNamespace, pod, container, attempt } = target;
	const what = container ?? sandboxNoun;
	return `${what}${attempt === undefined ? '' : ` #${attempt}`} of ${kubeNamespace}/${pod}`;
}
