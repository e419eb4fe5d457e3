import type { Behaviour } from '../behaviour.ts';
import type { Mount } from '../kubelet/pod-config.ts';
import type { Moment } from '../moment.ts';

/** What somebody asks Docker to create. */
export type ContainerRequest = {
	/** Without a leading slash. */
	name: string;
	/** As listed: the kubelet passes app images by id, the pause's by name. */
	image: string;
	imageId: string;
	command: readonly string[];
	labels: Readonly<Record<string, string>>;
	env: readonly string[] | null;
	hostname: string;
	mounts: readonly Mount[];
	modes: ContainerModes;
	/** Empty: Docker's own default. */
	cgroupParent: string;
	behaviour: Behaviour;
};

/** HostConfig's namespace modes, in Docker's words. */
export type ContainerModes = {
	/** `none`, `host`, `bridge` or `container:ID`. */
	network: string;
	/** `shareable`, `private`, `host` or `container:ID`. */
	ipc: string;
	/** Empty (its own), `host` or `container:ID`. */
	pid: string;
	/** Empty (its own) or `host`. */
	uts: string;
	cgroupns: 'host' | 'private';
};

/** One container as the simulated Docker keeps it. */
export type SimulatedContainer = ContainerRequest & {
	id: string;
	created: Moment;
	state: 'created' | 'running' | 'exited' | 'removing';
	/** 0 when no process lives. */
	pid: number;
	exitCode: number;
	oomKilled: boolean;
	started?: Moment;
	finished?: Moment;
	/** Random parts of paths and network ids, made once. */
	endpointId: string;
};
