import type { PodAddresses } from '../../core/inside/pod-addresses.ts';
import type { PodSockets, SocketCount } from '../../core/inside/pod-sockets.ts';
import { escapeText } from '../../format/escape.ts';
import type { Segment, Tone } from '../columns/column.ts';
import { fitColumns } from '../columns/fit-columns.ts';
import { type Glyphs, glyphsOf } from '../columns/glyphs.ts';
import { type ListenerRow, listenerColumns } from '../columns/socket-columns.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { type CellStyle, drawCells, drawTitles, measureColumns } from './cells.ts';
import { insideOf, paneLine, selectInSight, selectMissing, selectProblems } from './inside-lines.ts';
import type { Line } from './line.ts';

const about = ['sockets', 'addresses'] as const;
const indent = '   ';

/** Whose sockets these are. */
export function selectSocketTitle(model: ScreenModel): string {
	const { pod } = model;
	if (!pod) return '';
	const sockets = insideOf(model)?.sockets;
	const name = `${pod.kubeNamespace}/${pod.name}`;
	if (!sockets) return name;
	const { listening, omitted, connections } = sockets;
	return `${name}, ${listening.length + omitted.listening} listening, ${connections.length + omitted.connections} connected inside`;
}

export function countSocketLines(model: ScreenModel): number {
	return selectAll(model).length;
}

/** The sockets of the selected pod's network namespace: who listens, who talks to whom inside, the rest as numbers. */
export function selectSocketLines(model: ScreenModel): Line[] {
	const { screen, layout } = model;
	return [...selectInSight(selectAll(model), screen.paneScroll, layout.pane)];
}

function selectAll(model: ScreenModel): Line[] {
	const sockets = insideOf(model)?.sockets;
	if (!sockets) return selectMissing(model, about);
	const glyphs = glyphsOf(model.options);
	const line = (...segments: Segment[]) => paneLine(segments, model);
	return [
		line(...describeNamespace(sockets)),
		...drawAddresses(insideOf(model)?.addresses, model),
		...drawListeners(sockets, model),
		...describeFlows(sockets, glyphs).map((segments) => line(...segments)),
		...describeRest(sockets).map((text) => line({ text: indent + text })),
		...describeGaps(sockets, glyphs).map((text) => line({ text: indent + text, tone: 'warn' })),
		...selectProblems(model, about),
	];
}

function describeNamespace({ netNamespace, host }: PodSockets): Segment[] {
	const name = netNamespace === undefined ? 'net namespace (not readable)' : `net ${netNamespace}`;
	return [
		{ text: ` ${name}`, tone: 'strong' },
		...(host ? [{ text: ", the node's: only the pod's own sockets are shown" }] : []),
	];
}

/** Loopback addresses are in every namespace: only the others tell something. Those of a node can be many: the verdict comes first. */
function drawAddresses(found: PodAddresses | undefined, model: ScreenModel): Line[] {
	if (!found) return [];
	const { addresses, ipMatches, missingIps } = found;
	const own = addresses.filter(({ loopback }) => !loopback).map(({ address }) => address);
	const list =
		own.length === 0 ? 'no address but loopback' : `${own.length === 1 ? 'address' : 'addresses'} ${own.join(' ')}`;
	const line = (text: string, tone?: Tone) => paneLine([{ text: indent + text, tone }], model);
	if (ipMatches === undefined) return [line(list)];
	if (!ipMatches)
		return [line(`the API's podIP ${missingIps.map(escapeText).join(' ')} is not here`, 'bad'), line(list)];
	if (own.length === 1) return [line(`${list}, which is the podIP of the API`)];
	return [line("the API's podIP is among its addresses"), line(list)];
}

function drawListeners(sockets: PodSockets, model: ScreenModel): Line[] {
	const { listening, unix, omitted, ownersUnknown } = sockets;
	const { layout, options, node } = model;
	const common = { ownersUnknown: ownersUnknown !== undefined };
	const rows: ListenerRow[] = [
		...listening.map((socket) => ({ kind: 'inet', socket, ...common }) as const),
		...unix.listening.map((socket) => ({ kind: 'unix', socket, ...common }) as const),
	];
	if (rows.length === 0) return [paneLine([{ text: `${indent}nothing listens`, tone: 'dim' }], model)];
	const { ellipsis } = glyphsOf(options);
	const gap = layout.columns < 60 ? 1 : 2;
	const context = { now: node.now, ascii: options.ascii };
	const style: CellStyle = { context, gap, ellipsis, stale: new Set() };
	const measured = measureColumns(listenerColumns, rows, context);
	const places = fitColumns(measured, layout.columns - indent.length, { gap, wide: false });
	const more = omitted.listening + omitted.unixListening;
	return [
		paneLine([{ text: indent }, ...drawTitles(places, gap, ellipsis)], model),
		...rows.map((row) => paneLine([{ text: indent }, ...drawCells(row, places, style)], model)),
		...(more > 0 ? [paneLine([{ text: `${indent}${more} more listen and are not shown`, tone: 'warn' }], model)] : []),
	];
}

/** `nginx → ghost:2368`, with how many of them there are. */
function describeFlows({ flows, omitted }: PodSockets, { arrow, times }: Glyphs): Segment[][] {
	const name = (container: string | undefined) => escapeText(container ?? '?');
	const more =
		omitted.flows > 0 ? [[{ text: `${indent}${omitted.flows} more flows are not shown`, tone: 'warn' } as const]] : [];
	return [
		...flows.map(({ from, to, port, count }): Segment[] => [
			{ text: `${indent}${name(from)} ${arrow} ${name(to)}:${port}`, tone: 'accent' },
			{ text: count === 1 ? '' : `  ${times}${count}`, tone: 'dim' },
		]),
		...more,
	];
}

function describeRest({ others, unix }: PodSockets): string[] {
	const counted = others.map(formatCount);
	return [
		...(counted.length > 0 ? [`other sockets: ${counted.join(', ')}`] : []),
		...(unix.count > 0 ? [`unix sockets: ${unix.count}, ${unix.listening.length || 'none'} of them listening`] : []),
	];
}

/** `3 tcp ESTABLISHED in`: to a port that something listens on. */
function formatCount({ protocol, state, direction, count }: SocketCount): string {
	return `${count} ${protocol} ${state} ${direction}`;
}

function describeGaps({ incomplete, ownersUnknown }: PodSockets, { arrow }: Glyphs): string[] {
	return [
		...(incomplete ? ["the kernel's tables are longer than what was read: there are more sockets"] : []),
		...(ownersUnknown
			? [
					`not all owners are known: ${escapeText(ownersUnknown.reason)}${ownersUnknown.remedy === undefined ? '' : `  ${arrow} ${escapeText(ownersUnknown.remedy)}`}`,
				]
			: []),
	];
}
