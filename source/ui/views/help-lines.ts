import type { SourceStatus } from '../../core/node-state.ts';
import { formatAge } from '../../format/age.ts';
import { escapeText } from '../../format/escape.ts';
import { pad, textWidth } from '../../format/width.ts';
import { wrapWords } from '../../format/wrap.ts';
import { type Glyphs, glyphsOf } from '../columns/glyphs.ts';
import { formatSourceLabel } from '../columns/source-label.ts';
import { boundCommands, type Command, type CommandGroup, formatKey } from '../keymap.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { healthTone, selectNotices } from '../state/select-notices.ts';
import { selectReadOnlyReason, selectRights } from '../state/select-rights.ts';
import { healthGlyph } from './header-line.ts';
import { emptyLine, type Line, segmentsWidth, textLine } from './line.ts';

/** Everything that help says, unscrolled: the keys, the signs, and the sources in full, which come first if one is not well. */
export function selectHelpLines({ node, layout, options, screen }: ScreenModel): Line[] {
	const width = layout.columns - 2;
	const glyphs = glyphsOf(options);
	const reason = selectReadOnlyReason({ options, screen });
	const sources = section(
		'Sources',
		[...node.sources].flatMap(([name, status]) => sourceLines(name, status, node.now, glyphs, width)),
	);
	const others = [
		...section('Keys', keyLines(boundCommands(selectRights({ options, screen })), width, options.ascii)),
		...section('Filter', prose(filterHelp, width)),
		...section('Ports, usage and logs', prose(insideHelp, width)),
		...section(
			'Signs',
			[...signs(glyphs), ...(reason === undefined ? actionSigns(glyphs) : [])].map(([sign, text]) =>
				entry(sign, text, 4, width),
			),
		),
	];
	const readOnly = reason === undefined ? [] : section('Read-only', prose(readOnlyHelp(escapeText(reason)), width));
	return [...readOnly, ...(selectNotices(node).length > 0 ? [...sources, ...others] : [...others, ...sources])];
}

function readOnlyHelp(reason: string): string {
	return `No key that changes anything on the node is bound: ${reason}`;
}

const filterHelp =
	'A regular expression, looked for in namespace/name, status, IP, and in the names, ids and images of containers. ' +
	'Pods with findings have them as finding SEVERITY NAME. ' +
	'A leading ! shows what does not match. Lower case finds upper case too.';

const insideHelp =
	'Ports of containers: :80 was seen to listen, lo:9000 only for the pod itself, (:80) stands in the spec and was not seen: ' +
	'the pane Sockets looks. CPU and MEM are what kubectl top shows: thousandths of a core during the last seconds, and memory without ' +
	'page cache that is not in use; behind the slash the limit, "oom" how often the kernel has killed for lack of memory. In Processes ' +
	'%CPU is of one core during the last seconds, as in top. In a log ! marks what was written to stderr.';

function signs(glyphs: Glyphs): (readonly [string, string])[] {
	return [
		[glyphs.pauseOwn, "the pause's own namespace, which its containers can join"],
		[glyphs.asPause, "the same as the pause's"],
		[glyphs.own, "the container's own"],
		[glyphs.host, "the host's"],
		[glyphs.other, "somebody else's: another container's, or that of a sandbox that is gone"],
		[glyphs.unknown, 'not readable (it takes root)'],
		[glyphs.critical, 'before a status: a critical finding, f goes to it'],
		[glyphs.warning, 'before a status: a finding that is a warning'],
	];
}

/** Of use only where something can be done. */
function actionSigns(glyphs: Glyphs): (readonly [string, string])[] {
	return [
		[glyphs.marked, 'before a name: marked for an action'],
		[glyphs.acting, 'before a name: an action is going on'],
	];
}

function section(title: string, lines: readonly Line[]): Line[] {
	return [textLine(` ${title}`, 'accent'), ...lines, emptyLine];
}

function entry(name: string, text: string, width: number, columns: number): Line {
	const rest = wrapWords(text, Math.max(10, columns - width - 2))[0] ?? '';
	return { segments: [{ text: `  ${pad(name, width)}`, tone: 'strong' }, { text: rest }] };
}

/** From this width on the keys stand in two columns. */
const twoColumnsFrom = 96;

function keyLines(commands: readonly Command[], width: number, ascii: boolean): Line[] {
	const groups = [...new Set(commands.map(({ group }) => group))];
	if (width < twoColumnsFrom) return groups.flatMap((group) => groupLines(commands, group, width, ascii));
	const half = Math.floor(width / 2);
	const blocks = groups.map((group) => [...groupLines(commands, group, half, ascii), emptyLine]);
	const total = blocks.flat().length;
	const left: Line[] = [];
	while (blocks[0] && left.length + blocks[0].length / 2 < total / 2) left.push(...(blocks.shift() ?? []));
	const right = blocks.flat();
	return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
		const segments = left[index]?.segments ?? [];
		const space = { text: ' '.repeat(Math.max(0, half - segmentsWidth(segments))) };
		return { segments: [...segments, space, ...(right[index]?.segments ?? [])] };
	}).slice(0, -1);
}

function groupLines(commands: readonly Command[], group: CommandGroup, width: number, ascii: boolean): Line[] {
	const keysOf = (command: Command) => command.keys.map((key) => formatKey(key, { ascii })).join(' ');
	const keyWidth = Math.max(...commands.map((command) => textWidth(keysOf(command)))) + 2;
	return [
		textLine(`  ${group}`, 'dim'),
		...commands
			.filter((command) => command.group === group)
			.flatMap((command) => keyEntry(keysOf(command), command.help, keyWidth, width)),
	];
}

function keyEntry(keys: string, help: string, keyWidth: number, width: number): Line[] {
	const words = wrapWords(help, Math.max(10, width - keyWidth - 4));
	return words.map((text, index) => ({
		segments: [{ text: `    ${pad(index === 0 ? keys : '', keyWidth)}`, tone: 'strong' }, { text }],
	}));
}

function prose(text: string, width: number): Line[] {
	return wrapWords(text, width - 2).map((line) => textLine(`  ${line}`));
}

function sourceLines(name: string, status: SourceStatus, now: number, glyphs: Glyphs, width: number): Line[] {
	const since = `for ${formatAge(now - status.since)}`;
	const head = [formatSourceLabel(name), status.version, status.health, since].filter(Boolean).join(' ');
	const facts = [status.endpoint, status.detail, status.remedy && `${glyphs.arrow} ${status.remedy}`];
	return [
		{
			segments: [
				{ text: `  ${healthGlyph(status, glyphs)} `, tone: healthTone(status) },
				{ text: escapeText(head), tone: 'strong' },
			],
		},
		...facts
			.filter((fact) => fact !== undefined)
			.flatMap((fact) => wrapWords(escapeText(fact), width - 4).map((line) => textLine(`    ${line}`))),
	];
}
