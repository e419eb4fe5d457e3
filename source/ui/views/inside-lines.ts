import type { InsideProblem, PodInside } from '../../core/inside/pod-inside.ts';
import { escapeText } from '../../format/escape.ts';
import { wrapWords } from '../../format/wrap.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { cutSegments, type Line, textLine } from './line.ts';

/** What was found inside the selected pod, as far as somebody has looked. */
export function insideOf({ pod, node }: Pick<ScreenModel, 'pod' | 'node'>): PodInside | undefined {
	return pod && node.inside.get(pod.uid);
}

/** What stands in a pane as long as there is nothing to show from inside a pod. */
export function selectMissing(model: ScreenModel, about: readonly InsideProblem['about'][]): Line[] {
	const { pod, selected, screen } = model;
	if (!pod) return [textLine(selected ? '   it belongs to no pod: nobody looks into it' : '', 'dim')];
	const problems = selectProblems(model, about);
	if (problems.length > 0) return problems;
	return [textLine(screen.frozen ? '   not read before the screen was frozen' : '   reading', 'dim')];
}

/** Why something is missing, and what to do about it. */
export function selectProblems(model: ScreenModel, about: readonly InsideProblem['about'][]): Line[] {
	const { layout, options } = model;
	const { arrow } = glyphsOf(options);
	const problems = insideOf(model)?.problems ?? [];
	return problems
		.filter((problem) => about.includes(problem.about))
		.flatMap(({ detail, remedy }) => {
			const text = remedy === undefined ? detail : `${detail}  ${arrow} ${remedy}`;
			return wrapWords(escapeText(text), Math.max(10, layout.columns - 4)).map((words) =>
				textLine(`   ${words}`, 'warn'),
			);
		});
}

/** A line of the pane, cut to the terminal. */
export function paneLine(segments: Line['segments'], { layout, options }: ScreenModel): Line {
	return { segments: cutSegments(segments, layout.columns, glyphsOf(options).ellipsis) };
}

/** A list's lines in sight below a fixed head. */
export function selectInSight<T>(items: readonly T[], scroll: number, height: number): readonly T[] {
	const first = Math.min(scroll, Math.max(0, items.length - height));
	return items.slice(first, first + Math.max(0, height));
}
