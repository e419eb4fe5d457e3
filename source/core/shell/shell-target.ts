/** Where a shell is to be opened. */
export type ShellTarget = ContainerShell | NetShell;

/** In a container, with what its image has. */
export type ContainerShell = {
	kind: 'container';
	/** The runtime's name, as its source is named. */
	runtime: string;
	/** Full id. */
	id: string;
	kubeNamespace: string;
	pod: string;
	container: string;
};

/** The node's own shell and tools, in a pod's network namespace. */
export type NetShell = {
	kind: 'net-namespace';
	kubeNamespace: string;
	pod: string;
	/** A process in that namespace: the pause, or a container that shares its network. */
	process?: { pid: number; startTicks: number };
	/** The sandbox, whose runtime may keep the namespace by a file. */
	sandboxId?: string;
	runtime?: string;
};

/** How a shell ended, or why there was none. */
export type ShellResult = {
	/** Of the shell; 128 + the signal's number when a signal ended it. Absent when there was no shell, or nobody knows. */
	exitCode?: number;
	/** Why there was no shell, or why it ended before its time. */
	message?: string;
	/** What to do about it. */
	remedy?: string;
};

/** The shells that are looked for in a container, the most comfortable first. */
export const containerShells = ['bash', 'ash', 'sh'] as const;

/** What one hears who wants a shell in a container without any. */
export function describeNoShell(container: string): ShellResult {
	return {
		message: `container "${container}" has no shell: none of ${containerShells.join(', ')}`,
		remedy: "n opens the node's own shell in the pod's network namespace",
	};
}
