import type {
	CannotTell,
	Finding,
	FindingEvidence,
	FindingId,
	FindingStep,
	NodeFindings,
} from '../../core/findings/finding.ts';
import type { FindingText } from '../../core/findings/finding-text.ts';
import { formatClock } from '../../format/clock.ts';
import { escapeText } from '../../format/escape.ts';
import { pad } from '../../format/width.ts';
import type { Segment } from '../columns/column.ts';
import { formatFindingText } from '../columns/finding-text.ts';
import { formatFindingAge, severitySign, severityTone } from '../columns/finding-words.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { drawEvidence } from './evidence-lines.ts';
import { drawCommand, hangText } from './hanging-text.ts';
import { cutSegments, type Line } from './line.ts';

/** How findings are told on this screen. */
export type FindingStyle = {
	columns: number;
	/** Milliseconds since the epoch. */
	now: number;
	ascii: boolean;
	utc?: boolean;
	/** Why rules cannot be checked now. */
	cannotTell: ReadonlyMap<FindingId, CannotTell>;
};

export function findingStyle({ layout, node, options }: ScreenModel): FindingStyle {
	const { ascii, utc } = options;
	return createFindingStyle(node.findings, { columns: layout.columns, now: node.now, ascii, utc });
}

export function createFindingStyle(
	{ cannotTell }: NodeFindings,
	screen: Omit<FindingStyle, 'cannotTell'>,
): FindingStyle {
	return { ...screen, cannotTell: new Map(cannotTell.map((reason) => [reason.rule, reason])) };
}

/** Where what belongs to a finding begins, and how wide the word before it is. */
const indent = 3;
const labelWidth = 7;

/** For a glance: what is wrong, what to do first and what not, and the evidence. */
export function drawFinding(finding: Finding, style: FindingStyle): Line[] {
	const { todo, avoid, evidence } = finding;
	const [first] = todo;
	const more = todo.length > 1 ? `  (1 of ${todo.length} steps, ! has all)` : '';
	return [
		...drawHead(finding, style),
		...drawUnchecked(finding, style),
		...(first ? drawStep('next', first, more, style) : []),
		...avoid.flatMap((text, index) => drawLabelled(index === 0 ? 'but' : '', say(text, style), style)),
		...drawEvidenceBlock(evidence, style, false),
	];
}

/** Everything there is to say of it, each command on a line of its own. */
export function drawWholeFinding(finding: Finding, style: FindingStyle): Line[] {
	const { todo, avoid, evidence, since, noticed } = finding;
	return [
		...drawHead(finding, style, `, ${noticed ? 'noticed at' : 'since'} ${formatClock(since, style)}`),
		...drawUnchecked(finding, style),
		...todo.flatMap((step, index) => drawStep(todo.length > 1 ? `${index + 1}.` : 'next', step, '', style)),
		...avoid.flatMap((text, index) => drawLabelled(index === 0 ? 'but' : '', say(text, style), style)),
		...drawEvidenceBlock(evidence, style, true),
	];
}

/** `▲ critical  2m31s  container-without-pause`, and the sentence below. */
function drawHead(finding: Finding, style: FindingStyle, after = ''): Line[] {
	const { severity, summary, rule } = finding;
	const tone = severityTone(severity);
	const glyphs = glyphsOf(style);
	const head: Segment[] = [
		{ text: ` ${severitySign(severity, glyphs)} ${pad(severity, 'critical'.length)}`, tone },
		{ text: `  ${pad(formatFindingAge(finding, style), 6)}  ${rule}${after}`, tone: 'dim' },
	];
	return [
		{ segments: cutSegments(head, style.columns, glyphs.ellipsis) },
		...hangText([{ text: ' '.repeat(indent) }], say(summary, style), style.columns),
	];
}

function drawUnchecked({ uncheckedSince, rule }: Finding, style: FindingStyle): Line[] {
	if (uncheckedSince === undefined) return [];
	const { reason, remedy } = style.cannotTell.get(rule) ?? {};
	const words = [
		`not checked since ${formatClock(uncheckedSince, style)}`,
		...(reason === undefined ? [] : [`: ${escapeText(reason)}`]),
		...(remedy === undefined ? [] : [`  ${glyphsOf(style).arrow} ${escapeText(remedy)}`]),
	];
	return hangText([{ text: ' '.repeat(indent) }], words.join(''), style.columns, 'warn');
}

function drawStep(label: string, { text, command }: FindingStep, after: string, style: FindingStyle): Line[] {
	return [
		...drawLabelled(label, say(text, style) + after, style),
		...(command === undefined ? [] : drawCommand(command, style.columns, indent + labelWidth)),
	];
}

function drawLabelled(label: string, text: string, { columns }: FindingStyle): Line[] {
	return hangText([{ text: ' '.repeat(indent) + pad(label, labelWidth), tone: 'dim' }], text, columns);
}

function drawEvidenceBlock(evidence: readonly FindingEvidence[], style: FindingStyle, whole: boolean): Line[] {
	const label = (index: number) => ' '.repeat(indent) + pad(index === 0 ? 'seen' : '', labelWidth);
	return drawEvidence(
		evidence.map(({ what, value, source, command }) => ({
			what: escapeText(what),
			value: say(value, style),
			source,
			command: whole ? command : undefined,
		})),
		label,
		style.columns,
	);
}

function say(text: FindingText, { now, utc }: FindingStyle): string {
	return escapeText(formatFindingText(text, { now, utc }));
}
