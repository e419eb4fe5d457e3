import type { PodRuntime } from './kubelet/pod-runtime.ts';
import type { WatchLogs } from './log/log-tree.ts';
import type { FoundContainer, OperatorAction } from './operator.ts';

/** The container engine of a node: exactly one serves the kubelet. */
export type RuntimeName = 'docker' | 'containerd' | 'cri-o';

/** The engine as everybody meets it who does not speak its protocol: kubelet, operator, chance. */
export type NodeEngine = {
	runtime: PodRuntime;
	/** As the Node object names it: `containerd://1.6.20~ds1`. */
	version: string;
	/** What an operator does at the command line; resolves when the command would return. @throws Error in the tool's words */
	run(action: OperatorAction): Promise<void>;
	/** The newest incarnation of a pod's container, or of its sandbox. */
	find(pod: string, container?: string, kubeNamespace?: string): FoundContainer | undefined;
	/** Whether a container runs, or a sandbox is ready. */
	isAlive(id: string): boolean;
	/** The lines that a pod's container has printed; undefined when there is no such container. */
	readLogs(kubeNamespace: string, pod: string, container?: string): readonly string[] | undefined;
	/** The log files that the engine keeps where the kubelet wants them; Docker has links there instead, to files of its own. */
	watchLogs: WatchLogs;
	/** A container's process ends on its own account. */
	exit(id: string, exitCode: number, options?: { oom?: boolean }): void;
	/** Containers live on without their daemon. */
	setDaemon(running: boolean): void;
	/** A sandbox's name stays taken by a try that never ended and is not listed, until `holder` is undefined. */
	reserve(sandbox: SandboxName, holder: string | undefined): void;
	/** Starts a container that belongs to no pod, where the engine has such. */
	startPlain(): Promise<void>;
	/** Its API, not listening yet. */
	createServer(socketPath: string): EngineServer;
};

/** What the kubelet's names for sandboxes are made of. @property uid the runtime's */
export type SandboxName = { pod: string; kubeNamespace?: string; uid: string; attempt: number };

/** An engine's API on a Unix socket. */
export type EngineServer = {
	start(): Promise<void>;
	/** Ends every connection at once. */
	stop(): Promise<void>;
	/** It accepts and never answers; on CRI also only one method, or only questions about one id. */
	hang(on: boolean, method?: string, id?: string): void;
	/** Each answer, and each event, comes so many milliseconds late; 0: no longer. */
	slow(ms: number): void;
	/** From now on a method is answered with Unimplemented; CRI only. */
	unimplemented(method: string): void;
};
