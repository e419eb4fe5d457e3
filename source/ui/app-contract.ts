import type { ActionRequest } from '../core/action/action.ts';
import type { InsideWant } from '../core/inside/inside-request.ts';
import type { EmitLog } from '../core/log/log-line.ts';
import type { LogOptions, LogTarget } from '../core/log/log-options.ts';
import type { ShellResult, ShellTarget } from '../core/shell/shell-target.ts';

/** What the details screen is asked to show. */
export type DetailsTarget = { kind: 'pod'; uid: string } | { kind: 'container'; id: string; runtime: string };

/** What the screen shows from inside pods. */
export type InsideWish = {
	/** By runtime UID. */
	pods?: readonly { podUid: string; want: InsideWant }[];
	/** What all containers use. */
	usageOfAll?: boolean;
};

/** What the screen can ask of the rest of the program. None of these throws; `readDetails` and `followLog` reject with a message for people. */
export type AppEffects = {
	/** Leave the program; the terminal is put back by whoever started the screen. */
	quit(): void;
	/** Ask every source to list again. */
	relist(): void;
	/** The object as YAML, with environment values and the like already masked. */
	readDetails(target: DetailsTarget): Promise<string>;
	/**
	 * Does what was confirmed. Each becomes an `Action` in the node's state at once; that says how it went.
	 */
	act(requests: readonly ActionRequest[]): void;
	/** Looks whether the kubelet's process is there: called when the menu of actions opens. */
	lookAtKubelet(): void;
	/** What is to be looked at inside pods from now on; `undefined`: nothing any more. Comes with the node's state. */
	watchInside(wish: InsideWish | undefined): void;
	/** Reads a container's log until it ends or `signal` aborts. While `emit` is pending no more is read. */
	followLog(target: LogTarget, options: LogOptions, emit: EmitLog, signal: AbortSignal): Promise<void>;
	/** Gives the terminal to a shell until that ends. The screen lets go of the terminal before, and takes it again after. */
	openShell(target: ShellTarget): Promise<ShellResult>;
};

/** What the command line decided about the screen. Does not change while it runs. */
export type AppOptions = {
	/** The node is simulated: the header says so. */
	demo: boolean;
	/** Draw with ASCII only: the terminal is dumb or not UTF-8. */
	ascii: boolean;
	/** Whether colours may be used. Without, the selected row also gets a marker. */
	color: boolean;
	/**
	 * Why nothing on the node may be changed in this run, in words (`--read-only`, `/run/docker.sock is not writable`): no key that
	 * acts is bound. Absent: it may, unless the reader switches that off.
	 */
	readOnly?: string;
	/** All pods of the node, with the NAMESPACE column. Otherwise only those of `kubeNamespace`, without it. */
	showAllNamespaces: boolean;
	/** The one kubeNamespace to show when not all are. */
	kubeNamespace?: string;
	/** Times of day in UTC instead of the local time zone. */
	utc?: boolean;
};
