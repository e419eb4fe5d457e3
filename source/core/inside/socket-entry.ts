import type { IpAddress } from './inet-address.ts';

/** An address with its port; port 0 stands for any. */
export type Endpoint = { address: IpAddress; port: number };

/** The kernel's names, as `netstat` prints them. A UDP socket is ESTABLISHED when connected, else CLOSE. */
export const tcpStates = [
	'ESTABLISHED',
	'SYN_SENT',
	'SYN_RECV',
	'FIN_WAIT1',
	'FIN_WAIT2',
	'TIME_WAIT',
	'CLOSE',
	'CLOSE_WAIT',
	'LAST_ACK',
	'LISTEN',
	'CLOSING',
	'NEW_SYN_RECV',
] as const;

export type TcpState = (typeof tcpStates)[number];

export type SocketProtocol = 'tcp' | 'tcp6' | 'udp' | 'udp6';

/** One line of /proc/net/{tcp,tcp6,udp,udp6}. */
export type SocketEntry = {
	protocol: SocketProtocol;
	local: Endpoint;
	remote: Endpoint;
	state: TcpState;
	/** User id of the owner, in the reader's user namespace. */
	uid: number;
	/** 0 for a socket that no process has any more (TIME_WAIT), or that nobody has accepted yet (SYN_RECV). */
	inode: number;
};

/** One line of /proc/net/unix. */
export type UnixEntry = {
	type: 'stream' | 'dgram' | 'seqpacket' | 'unknown';
	listening: boolean;
	inode: number;
	/** As the kernel prints it: an abstract one begins with `@`. Absent for a socket without a name. */
	path?: string;
};
