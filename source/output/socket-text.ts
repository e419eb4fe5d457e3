import type { PodAddresses } from '../core/inside/pod-addresses.ts';
import type { PodSockets } from '../core/inside/pod-sockets.ts';
import { escapeText } from '../format/escape.ts';
import { type Cells, cutLine, type LayoutColumn, layOutTables } from './columns-layout.ts';
import { describeOwners, nameContainers } from './socket-owners.ts';

export type SocketTextOptions = {
	wide: boolean;
	/** Of the terminal; absent for a pipe: nothing is cut then. */
	width?: number;
};

type Section = { title: string; columns: readonly LayoutColumn[]; rows: readonly Cells[]; omitted: number };

const ownerColumns: readonly LayoutColumn[] = [
	{ title: 'CONTAINER', least: 12, cut: 'middle' },
	{ title: 'PID' },
	{ title: 'COMMAND', least: 12 },
];

/**
 * What `pausetop sockets` prints: who listens, who talks to whom inside the pod, how many other sockets there are, and the
 * addresses. `podIps` are those that the API names.
 */
export function formatSockets(
	sockets: PodSockets | undefined,
	addresses: PodAddresses | undefined,
	podIps: readonly string[],
	options: SocketTextOptions,
): string {
	const width = options.wide ? undefined : options.width;
	const sections = sockets ? listSections(sockets, options.wide) : [];
	const blocks = [
		[...(sockets ? [describeNamespace(sockets)] : []), ...describeAddresses(addresses, podIps)].map((line) =>
			cutLine(line, width),
		),
		...sections.filter(({ rows }) => rows.length > 0).map((section) => drawSection(section, width)),
		...(sockets?.listening.length === 0 ? [['nothing listens']] : []),
		...(sockets?.incomplete ? [["the kernel's tables are longer than what was read: there are more sockets"]] : []),
	];
	return blocks
		.filter((lines) => lines.length > 0)
		.map((lines) => lines.map((line) => `${line}\n`).join(''))
		.join('\n');
}

function drawSection({ title, columns, rows, omitted }: Section, width: number | undefined): string[] {
	const [table = []] = layOutTables(columns, [rows], width);
	return [title, ...table, ...(omitted > 0 ? [`${omitted} more are not shown`] : [])];
}

function describeNamespace({ netNamespace, host }: PodSockets): string {
	const name = netNamespace === undefined ? 'network namespace (not readable)' : `network namespace ${netNamespace}`;
	return host ? `${name}, the node's: only the pod's own sockets are shown` : name;
}

function describeAddresses(addresses: PodAddresses | undefined, podIps: readonly string[]): string[] {
	if (!addresses) return [];
	const own = addresses.addresses.map(({ address }) => address).join(' ');
	const missing = addresses.missingIps.map(escapeText).join(' ');
	const api = `podIP by the API ${podIps.map(escapeText).join(' ')}`;
	return [
		`addresses ${own === '' ? '?' : own}`,
		...(addresses.ipMatches === undefined
			? []
			: [addresses.ipMatches ? `${api}: the pod has it` : `${api}: the pod does NOT have ${missing}`]),
	];
}

function listSections(sockets: PodSockets, wide: boolean): Section[] {
	return [
		listListening(sockets),
		...(wide ? [listConnections(sockets)] : [listFlows(sockets)]),
		listOthers(sockets),
	].concat(listUnix(sockets));
}

function listListening({ listening, ownersUnknown, omitted }: PodSockets): Section {
	return {
		title: 'listening',
		columns: [{ title: 'PROTO' }, { title: 'LOCAL' }, ...ownerColumns],
		rows: listening.map(({ protocol, local, owners }) => [
			protocol,
			formatEndpoint(local),
			...describeOwners(owners, ownersUnknown !== undefined),
		]),
		omitted: omitted.listening,
	};
}

function listFlows({ flows, omitted }: PodSockets): Section {
	return {
		title: 'connections inside the pod',
		columns: [
			{ title: 'FROM', least: 12, cut: 'middle' },
			{ title: 'TO', least: 12, cut: 'middle' },
			{ title: 'COUNT', align: 'right' },
		],
		rows: flows.map(({ from, to, port, count }) => [
			escapeText(from ?? '?'),
			`-> ${escapeText(to ?? '?')}:${port}`,
			String(count),
		]),
		omitted: omitted.flows,
	};
}

function listConnections({ connections, omitted }: PodSockets): Section {
	return {
		title: 'connections inside the pod',
		columns: [{ title: 'FROM' }, { title: 'ADDRESS' }, { title: 'TO' }, { title: 'ADDRESS' }],
		rows: connections.map(({ from, to }) => [
			nameContainers(from.owners),
			formatEndpoint(from),
			`-> ${nameContainers(to.owners)}`,
			formatEndpoint(to),
		]),
		omitted: omitted.connections,
	};
}

function listOthers({ others }: PodSockets): Section {
	return {
		title: 'other sockets',
		columns: [{ title: 'PROTO' }, { title: 'STATE' }, { title: 'DIRECTION' }, { title: 'COUNT', align: 'right' }],
		rows: others.map(({ protocol, state, direction, count }) => [protocol, state, direction, String(count)]),
		omitted: 0,
	};
}

function listUnix({ unix, ownersUnknown, omitted }: PodSockets): Section {
	return {
		title: `unix sockets: ${unix.count}, of these listening`,
		columns: [{ title: 'TYPE' }, { title: 'PATH', least: 20, cut: 'middle' }, ...ownerColumns],
		rows: unix.listening.map(({ type, path, owners }) => [
			type,
			escapeText(path ?? '-'),
			...describeOwners(owners, ownersUnknown !== undefined),
		]),
		omitted: omitted.unixListening,
	};
}

function formatEndpoint({ address, port }: { address: string; port: number }): string {
	const host = address.includes(':') ? `[${address}]` : address;
	return `${host}:${port === 0 ? '*' : port}`;
}
