import { escapeText } from '../../format/escape.ts';
import { pad, textWidth } from '../../format/width.ts';
import { readContainerState } from '../columns/container-state.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { type ChoiceOverlay, type ChoicePurpose, selectChoices } from '../state/choice.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { cutSegments, type Line, selectLine, textLine } from './line.ts';

const questions: Readonly<Record<ChoicePurpose, string>> = {
	log: 'Whose log',
	'previous-log': "Whose previous attempt's log",
	shell: 'In which container',
};

/** The containers of a pod, one of them highlighted. */
export function selectChoiceOverlay(model: ScreenModel, { purpose, podUid, cursor }: ChoiceOverlay): Line[] {
	const { layout, options, view, node } = model;
	const glyphs = glyphsOf(options);
	const pod = view.pods.find(({ uid }) => uid === podUid);
	if (!pod) return [textLine(' the pod is gone', 'dim')];
	const choices = selectChoices(pod, purpose);
	const name = escapeText(`${pod.kubeNamespace}/${pod.name}`);
	const width = Math.max(...choices.map((choice) => textWidth(escapeText(choice.name))), 0);
	const height = Math.max(1, layout.rows - 4);
	const at = Math.min(cursor, choices.length - 1);
	const top = Math.max(0, at - height + 1);
	const lines = choices.slice(top, top + height).map((choice, index): Line => {
		const { kind, attempt } = choice;
		const facts = [
			...(attempt === undefined ? [] : [`#${attempt}`]),
			readContainerState(choice, node.now).text,
			...(kind === 'app' || kind === 'unknown' ? [] : [kind]),
		];
		const segments = [{ text: `   ${pad(escapeText(choice.name), width)}  ${escapeText(facts.join('  '))}` }];
		const line = { segments: cutSegments(segments, layout.columns, glyphs.ellipsis) };
		return top + index === at ? selectLine(line, layout.columns, options.color ? '' : glyphs.marker) : line;
	});
	const title = cutSegments(
		[{ text: ` ${questions[purpose]} of ${name}?`, tone: 'strong' }],
		layout.columns,
		glyphs.ellipsis,
	);
	return [{ segments: title }, textLine(glyphs.rule.repeat(layout.columns), 'dim'), ...lines];
}
