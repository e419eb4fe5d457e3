import { countRunning } from '../../core/count-running.ts';
import { countFindings } from '../../core/findings/count-findings.ts';
import type { SourceStatus } from '../../core/node-state.ts';
import { formatClock } from '../../format/clock.ts';
import { escapeText } from '../../format/escape.ts';
import type { Segment } from '../columns/column.ts';
import { type Glyphs, glyphsOf } from '../columns/glyphs.ts';
import { formatSourceLabel } from '../columns/source-label.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { healthTone } from '../state/select-notices.ts';
import { selectRights } from '../state/select-rights.ts';
import { cutSegments, type Line, segmentsWidth, spreadLine } from './line.ts';

/** How much the header says, from everything to the least. */
const details = ['reasons', 'versions', 'names', 'node', 'words', 'signs'] as const;
type Detail = (typeof details)[number];

/** The first line: what node this is, how each source is doing, how much runs. It says less where there is less room. */
export function selectHeaderLine(model: ScreenModel): Line {
	const { columns } = model.layout;
	const { ellipsis } = glyphsOf(model.options);
	const counts = [...countWords(model), ...findingWords(model, 'long')];
	const findings = findingWords(model, 'short');
	for (const detail of details) {
		const left = leftSide(model, detail);
		if (segmentsWidth(left) + segmentsWidth(counts) + 3 <= columns) return spreadLine(left, counts, columns, ellipsis);
		// how the sources are doing and what is wrong matter more than how much runs
		if (detail === 'words' && segmentsWidth(left) + segmentsWidth(findings) < columns)
			return spreadLine(left, findings, columns, ellipsis);
	}
	const left = cutSegments(leftSide(model, 'signs'), columns - segmentsWidth(findings), ellipsis);
	return { segments: [...left, ...findings] };
}

function hasVersions(detail: Detail): boolean {
	return detail === 'reasons' || detail === 'versions';
}

/** Without what goes without saying: that the kubelet is well. */
function isTerse(detail: Detail): boolean {
	return detail === 'node' || detail === 'words' || detail === 'signs';
}

function leftSide(model: ScreenModel, detail: Detail): Segment[] {
	const { node, view, options } = model;
	const glyphs = glyphsOf(options);
	const name = view.node?.metadata.name;
	const sources = [...node.sources].flatMap(([source, status]) => sourceWords(source, status, detail, glyphs));
	return [
		{ text: ' ' },
		{ text: 'pausetop', tone: 'accent' },
		...badges(model, detail),
		...(name && detail !== 'words' && detail !== 'signs'
			? [{ text: `  ${escapeText(name)}`, tone: 'strong' as const }]
			: []),
		...kubeletWords(model, detail, glyphs),
		...sources,
	];
}

function badges({ options, screen, node }: ScreenModel, detail: Detail): Segment[] {
	const words = [];
	if (options.demo) words.push(' DEMO ');
	if (screen.frozen) {
		const clock = formatClock(node.now, { utc: options.utc });
		words.push(isTerse(detail) ? ' FROZEN ' : ` FROZEN ${clock} `);
	}
	if (selectRights({ options, screen }) !== 'acting') words.push(isTerse(detail) ? ' RO ' : ' READ-ONLY ');
	return words.flatMap((text): Segment[] => [{ text: ' ' }, { text, tone: 'badge' }]);
}

/**
 * The kubelet by the Node's Ready condition, because the API server keeps showing Running for a node that is gone; and by its process,
 * because the condition takes 40 s to follow.
 */
function kubeletWords({ view, node }: ScreenModel, detail: Detail, glyphs: Glyphs): Segment[] {
	const version = view.node?.status?.nodeInfo?.kubeletVersion;
	const ready = view.node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
	const isGone = node.kubeletRuns === false;
	const isUnready = ready !== undefined && ready !== 'True';
	const isBad = isGone || isUnready;
	if (!isBad && (!view.node || isTerse(detail))) return [];
	const trouble = [...(isGone ? ['gone'] : []), ...(isUnready ? ['NotReady'] : [])];
	const words = ['kubelet', ...(hasVersions(detail) && version ? [version] : []), ...trouble];
	return [
		{ text: '  ' },
		{ text: isBad ? glyphs.failed : glyphs.live, tone: isBad ? 'bad' : 'good' },
		{ text: ` ${escapeText(words.join(' '))}`, tone: isBad ? 'bad' : undefined },
	];
}

function sourceWords(name: string, status: SourceStatus, detail: Detail, glyphs: Glyphs): Segment[] {
	const isLive = status.health === 'live';
	// the API server's version says nothing that the kubelet's does not; the directory has none
	const hasVersion = hasVersions(detail) && name !== 'kube' && name !== 'proc';
	const words = [
		formatSourceLabel(name),
		...(hasVersion && status.version ? [status.version] : []),
		...(isLive || detail === 'signs' ? [] : [status.health]),
	].join(' ');
	const reason = detail === 'reasons' && !isLive && status.detail ? `: ${status.detail}` : '';
	return [
		{ text: isTerse(detail) ? ' ' : '  ' },
		{ text: healthGlyph(status, glyphs), tone: healthTone(status) },
		{ text: ` ${escapeText(words + reason)}`, tone: isLive ? undefined : healthTone(status) },
	];
}

/** The sign for a health; the word stands beside it. */
export function healthGlyph({ health }: Pick<SourceStatus, 'health'>, glyphs: Glyphs): string {
	const signs = {
		live: glyphs.live,
		connecting: glyphs.waiting,
		degraded: glyphs.degraded,
		unsupported: glyphs.unsupported,
		failed: glyphs.failed,
	};
	return signs[health];
}

/** Before the first listing nobody knows how many; without a runtime and /proc nobody ever knows how many containers. */
function countWords({ node, view }: ScreenModel): Segment[] {
	if (!node.pods && node.records.size === 0) return [];
	const containers = node.records.size > 0 || node.processes ? `${countRunning(view)} containers ` : '';
	return [{ text: `${view.pods.length} pods ${containers}`, tone: 'dim' }];
}

/** `2 findings`, or `2!`. Nothing while there are none; but where something could not be checked, not even that is known. */
function findingWords({ node }: ScreenModel, form: 'long' | 'short'): Segment[] {
	const { findings, cannotTell } = node.findings;
	const count = countFindings(findings);
	const isOpen = cannotTell.some(({ pending }) => !pending);
	if (count === 0) return form === 'short' || !isOpen ? [] : [{ text: ' ? findings ', tone: 'dim' }];
	const text = form === 'short' ? ` ${count}! ` : ` ${count} finding${count === 1 ? '' : 's'} `;
	return [{ text, tone: findings.some(({ severity }) => severity === 'critical') ? 'bad' : 'warn' }];
}
