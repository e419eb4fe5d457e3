/**
 * The document that `pausetop get -o json` prints, as the README describes it. Written down here a second time on
 * purpose: what checks the program must not share its types.
 */
export type Document = {
	schema: 'pausetop/v1';
	takenAt: string;
	node: { name: string; kubeletVersion?: string; runtimes: { name: string; version: string }[] };
	sources: { name: string; health: string; detail?: string; remedy?: string }[];
	pods: PodEntry[];
	unmatched: UnmatchedEntry[];
};

export type PodEntry = {
	uid: string;
	kubeNamespace: string;
	name: string;
	matched: 'api+runtime' | 'api' | 'runtime';
	phase?: string;
	ready?: string;
	status: string;
	restarts?: number;
	lastRestartAt?: string;
	createdAt?: string;
	ip?: string;
	hostNetwork?: boolean;
	sandboxes: SandboxEntry[];
	containers: ContainerEntry[];
};

/** What sandboxes and containers have in common: one incarnation, as its runtime and /proc tell it. */
export type IncarnationEntry = {
	id?: string;
	attempt?: number;
	state: string;
	current: boolean;
	pid?: number;
	startedAt?: string;
	finishedAt?: string;
	exitCode?: number;
	image?: string;
	runtime?: string;
};

export type SandboxEntry = IncarnationEntry & { linuxNamespaces?: Record<string, number> };

export type ContainerEntry = IncarnationEntry & {
	name: string;
	kind: 'init' | 'sidecar' | 'app' | 'ephemeral' | 'unknown';
	sandboxId?: string;
	reason?: string;
	linuxNamespaces?: Record<string, { inode?: number; sharing: string }>;
};

export type UnmatchedEntry = { id: string; name: string; runtime: string; state: string; pid?: number };
