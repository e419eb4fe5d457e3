import { type LogChoice, selectRowLog } from '../../core/log/select-log-target.ts';
import type { ContainerView, PodView } from '../../core/node-view.ts';
import { type ShellChoice, selectContainerShell, selectNetShell } from '../../core/shell/select-shell-target.ts';
import type { ShellTarget } from '../../core/shell/shell-target.ts';
import type { CommandId } from '../keymap.ts';
import { type ChoiceOverlay, type ChoicePurpose, findDefaultChoice, selectChoices } from '../state/choice.ts';
import { selectLogOfRow } from '../state/log-target.ts';
import { createLogView } from '../state/log-view.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import type { Outcome } from './outcome.ts';

/** The commands that look into a pod: its logs, shells, what it uses; and the choice of a container for them. */
export function runInsideCommand(id: CommandId, model: ScreenModel): Outcome | undefined {
	switch (id) {
		case 'log':
			return openLog(model, 'log');
		case 'previous-log':
			return openLog(model, 'previous-log');
		case 'shell':
			return openShell(model);
		case 'net-shell':
			return openNetShell(model);
		case 'usage':
			return [{ type: 'usage' }];
		default:
			return runChoiceCommand(id, model);
	}
}

function openLog(model: ScreenModel, purpose: 'log' | 'previous-log'): Outcome {
	const choice = selectLogOfRow(model.selected, purpose === 'previous-log');
	if (choice) return showLog(choice);
	return model.pod ? choose(model.pod, purpose) : [];
}

function showLog(choice: LogChoice): Outcome {
	if ('problem' in choice) return remark(choice.problem);
	return [{ type: 'open-log', log: createLogView(choice.target) }];
}

function openShell(model: ScreenModel): Outcome {
	const { selected, pod } = model;
	if (selected?.kind === 'container' && selected.row.role === 'container') {
		return enter(selectContainerShell(selected.pod, selected.row.container));
	}
	if (selected?.kind === 'container') {
		return remark('a pause has no shell: n opens one of the node in its network, s on a container one inside');
	}
	if (selected?.kind === 'unmatched')
		return remark('it belongs to no pod: docker exec or crictl exec opens a shell in it');
	return pod ? choose(pod, 'shell') : remark('choose a container first');
}

function openNetShell({ pod }: ScreenModel): Outcome {
	return pod ? enter(selectNetShell(pod)) : remark('it belongs to no pod: there is no network namespace to enter');
}

function enter(choice: ShellChoice<ShellTarget>): Outcome {
	return 'problem' in choice ? remark(choice.problem) : { actions: [], shell: choice.target };
}

/** Asks which container is meant, unless there is only one. */
function choose(pod: PodView, purpose: ChoicePurpose): Outcome {
	const choices = selectChoices(pod, purpose);
	const [only] = choices;
	if (!only)
		return remark(purpose === 'shell' ? `no container of ${pod.name} runs` : `${pod.name} has no containers here`);
	if (choices.length === 1) return take(pod, only, purpose);
	return [{ type: 'open-choice', purpose, podUid: pod.uid, cursor: findDefaultChoice(pod, choices) }];
}

function take(pod: PodView, container: ContainerView, purpose: ChoicePurpose): Outcome {
	if (purpose === 'shell') return enter(selectContainerShell(pod, container));
	return showLog(selectRowLog(pod, container, { previous: purpose === 'previous-log' }));
}

function runChoiceCommand(id: CommandId, model: ScreenModel): Outcome | undefined {
	const { overlay } = model.screen;
	if (overlay?.kind !== 'choice') return undefined;
	const pod = model.view.pods.find(({ uid }) => uid === overlay.podUid);
	const choices = pod ? selectChoices(pod, overlay.purpose) : [];
	const last = Math.max(0, choices.length - 1);
	const cursor = Math.min(overlay.cursor, last);
	const places: Partial<Record<CommandId, number>> = {
		'choice-up': cursor - 1,
		'choice-down': cursor + 1,
		'choice-top': 0,
		'choice-bottom': last,
	};
	const place = places[id];
	if (place !== undefined) return [{ type: 'choice-cursor', cursor: Math.min(last, Math.max(0, place)) }];
	if (id === 'choice-close') return close;
	return id === 'choice-take' ? takeChosen(pod, choices[cursor], overlay) : undefined;
}

const close = [{ type: 'close-overlay' }] as const;

function takeChosen(pod: PodView | undefined, chosen: ContainerView | undefined, { purpose }: ChoiceOverlay): Outcome {
	if (!pod || !chosen) return [...close, ...remark('the pod is gone')];
	const outcome = take(pod, chosen, purpose);
	if (Array.isArray(outcome)) return [...close, ...outcome];
	return typeof outcome === 'object' && 'actions' in outcome
		? { ...outcome, actions: [...close, ...outcome.actions] }
		: outcome;
}

function remark(text: string) {
	return [{ type: 'remark', text }] as const;
}
