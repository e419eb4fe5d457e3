/** What a running program is like, seen from outside. */
export type Program = {
	/** The kernel's short name. */
	command: string;
	/** Its arguments as it shows them: some write a title of their own in their place. */
	args: readonly string[];
	/** User id, inside the container. */
	uid: number;
	/** About; a busy one's moves around it. */
	residentKilobytes: number;
	threads: number;
	/** Milliseconds of CPU time that its start has taken. */
	startCpu: number;
	/** Share of a core that it uses from then on; 0: it only waits. */
	load: number;
	/** What its container has in its root directory. */
	rootfs: Rootfs;
	/** Waits for children that it has inherited. */
	reaps: boolean;
	/** Which addresses it listens at, when it does. */
	listensAt: 'ipv4' | 'ipv6' | 'both';
};

/** Images, as far as their file systems matter. */
export type Rootfs = 'nginx' | 'ghost' | 'busybox' | 'pause' | 'registry';

type Manners = Partial<Omit<Program, 'command' | 'args'>>;

const waiting: Omit<Program, 'command' | 'args'> = {
	uid: 0,
	residentKilobytes: 1_400,
	threads: 1,
	startCpu: 10,
	load: 0,
	rootfs: 'busybox',
	reaps: false,
	listensAt: 'ipv6',
};

/** By short name, or title. The figures are those of the official images after half an hour. */
const manners: Readonly<Record<string, Manners>> = {
	pause: { residentKilobytes: 700, rootfs: 'pause', reaps: true },
	systemd: { residentKilobytes: 12_400, startCpu: 2_310, reaps: true },
	nginx: { residentKilobytes: 7_600, startCpu: 30, rootfs: 'nginx', listensAt: 'both' },
	'nginx: worker process': {
		uid: 101,
		residentKilobytes: 4_100,
		startCpu: 0,
		load: 0.004,
		rootfs: 'nginx',
		listensAt: 'both',
	},
	node: {
		uid: 1000,
		residentKilobytes: 168_000,
		threads: 11,
		startCpu: 4_180,
		load: 0.016,
		rootfs: 'ghost',
		listensAt: 'ipv4',
	},
	registry: { residentKilobytes: 21_000, threads: 9, startCpu: 90, rootfs: 'registry' },
	kubelet: { residentKilobytes: 96_000, threads: 16, startCpu: 1_900 },
	dockerd: { residentKilobytes: 88_000, threads: 14, startCpu: 1_400 },
	containerd: { residentKilobytes: 52_000, threads: 12, startCpu: 800 },
	crio: { residentKilobytes: 61_000, threads: 12, startCpu: 800 },
	'cri-dockerd': { residentKilobytes: 44_000, threads: 11, startCpu: 400 },
	'qemu-system-x86': { residentKilobytes: 182_000, threads: 5, startCpu: 2_600, load: 0.02 },
};

/** What comes of a command: a shell's `exec` is followed, titles are known. */
export function findProgram(argv: readonly string[]): Program {
	const args = followExec(argv);
	const title = args.length === 1 && args[0]?.includes(': ') ? args[0] : undefined;
	const command = (title?.split(':')[0] ?? args[0]?.split('/').pop() ?? '').slice(0, 15);
	const found = manners[title ?? command] ?? manners[command];
	return { ...waiting, ...found, command, args: command === 'nginx' && title === undefined ? titleMaster(args) : args };
}

/** nginx's first process says what it is (ngx_process_cycle.c). */
function titleMaster(args: readonly string[]): readonly string[] {
	return [`nginx: master process ${args.join(' ')}`];
}

/** `sh -c "(sleep 2 &); exec sleep 100000"` has become a sleep by the time that anybody looks. */
function followExec(argv: readonly string[]): readonly string[] {
	const [shell = '', flag, script = ''] = argv;
	if (!/(?:^|\/)(?:ba|a)?sh$/.test(shell) || flag !== '-c') return argv;
	const target = /(?:^|[;&]\s*)exec ([^;&|]+)$/.exec(script)?.[1];
	return target === undefined ? argv : target.trim().split(/\s+/);
}
