import { endianness } from 'node:os';
import { type Endpoint, type TcpState, tcpStates } from '../../core/inside/socket-entry.ts';
import type { SimulatedPair, SimulatedSocket } from './socket.ts';

/** Headings as of Linux 6.1: the tables of IPv4 are padded to 149 characters a line. */
const headings = {
	tcp: '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'.padEnd(149),
	tcp6: '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
	udp: '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops'.padEnd(
		127,
	),
	udp6: '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
	unix: 'Num       RefCount Protocol Flags    Type St Inode Path',
} as const;

/** /proc/PID/net/{tcp,tcp6,udp,udp6}. */
export function formatSocketTable(protocol: SimulatedSocket['protocol'], sockets: readonly SimulatedSocket[]): string {
	const own = sockets.filter((each) => each.protocol === protocol);
	const lines = own.map((socket, index) => {
		const ends = `${formatEnd(socket.local)} ${formatEnd(socket.remote)} ${formatState(socket.state)}`;
		const timer = socket.state === 'TIME_WAIT' ? '03:00000EB3' : '00:00000000';
		const { uid, inode } = socket;
		const rest = `00000000:00000000 ${timer} 00000000 ${String(uid).padStart(5)}        0 ${inode} 1 0000000000000000 100 0 0 10 0`;
		const line = `${String(index).padStart(4)}: ${ends} ${rest}`;
		return protocol === 'tcp' ? line.padEnd(149) : line;
	});
	return [headings[protocol], ...lines, ''].join('\n');
}

/** /proc/PID/net/unix: streams that are connected (state 03) and have no name. */
export function formatUnixTable(pairs: readonly SimulatedPair[]): string {
	const lines = pairs.flatMap(({ inodes }) =>
		inodes.map((inode) => `0000000000000000: 00000003 00000000 00000000 0001 03 ${inode}`),
	);
	return [headings.unix, ...lines, ''].join('\n');
}

/** /proc/PID/net/if_inet6: the loopback's, of every namespace. */
export const ifInet6 = '00000000000000000000000000000001 01 80 10 80       lo\n';

/** /proc/PID/net/dev. @param packets that have gone through eth0; undefined where there is none */
export function formatNetDev(packets: number | undefined): string {
	const line = (name: string, bytes: number, count: number, sent: number, sentCount: number) => {
		const received = `${String(bytes).padStart(8)} ${String(count).padStart(7)}    0    0    0     0          0         0`;
		return `${name.padStart(6)}: ${received} ${String(sent).padStart(8)} ${String(sentCount).padStart(7)}    0    0    0     0       0          0`;
	};
	return [
		'Inter-|   Receive                                                |  Transmit',
		' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
		line('lo', (packets ?? 0) * 410, packets ?? 0, (packets ?? 0) * 410, packets ?? 0),
		...(packets === undefined ? [] : [line('eth0', 556 + packets * 92, 6 + packets, 42 + packets * 380, 1 + packets)]),
		'',
	].join('\n');
}

/** /proc/PID/net/fib_trie: the addresses with their networks of 256, in the tables Main and Local, as the kernel prints them. */
export function formatFibTrie(addresses: readonly string[]): string {
	const nets = addresses.flatMap((address) => {
		const net = address.replace(/\.\d+$/, '');
		return [
			`        +-- ${net}.0/24 2 0 2`,
			`           |-- ${net}.0`,
			'              /24 link UNICAST',
			`           |-- ${address}`,
			'              /32 host LOCAL',
			`           |-- ${net}.255`,
			'              /32 link BROADCAST',
		];
	});
	const defaultRoute = addresses.length === 0 ? [] : ['        |-- 0.0.0.0', '           /0 universe UNICAST'];
	const table = [
		'  +-- 0.0.0.0/0 3 0 5',
		'     +-- 0.0.0.0/4 2 0 2',
		...defaultRoute,
		...nets,
		'     +-- 127.0.0.0/8 2 0 2',
		'        +-- 127.0.0.0/31 1 0 0',
		'           |-- 127.0.0.0',
		'              /8 host LOCAL',
		'           |-- 127.0.0.1',
		'              /32 host LOCAL',
		'        |-- 127.255.255.255',
		'           /32 link BROADCAST',
	];
	return ['Main:', ...table, 'Local:', ...table, ''].join('\n');
}

function formatState(state: TcpState): string {
	return (tcpStates.indexOf(state) + 1).toString(16).toUpperCase().padStart(2, '0');
}

/** Each 32 bits in the machine's byte order. */
function formatEnd({ address, port }: Endpoint): string {
	return `${formatAddress(address)}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
}

function formatAddress(address: string): string {
	const [, mapped] = /^::ffff:([\d.]+)$/.exec(address) ?? [];
	if (mapped !== undefined) return `${'0'.repeat(16)}${formatWord([0, 0, 0xff, 0xff])}${formatIpv4(mapped)}`;
	return address === '::' ? '0'.repeat(32) : formatIpv4(address);
}

function formatIpv4(address: string): string {
	return formatWord(address.split('.').map(Number));
}

function formatWord(bytes: readonly number[]): string {
	const inOrder = endianness() === 'LE' ? bytes.toReversed() : bytes;
	return inOrder.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('');
}
