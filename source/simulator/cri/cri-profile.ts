/** The CRI runtimes that a node can have. */
export type CriRuntimeName = 'containerd' | 'cri-o';

/** In what one CRI runtime differs from another. */
export type CriProfile = {
	/** What it calls itself, and what stands before its ids in the API. */
	name: CriRuntimeName;
	version: string;
	/** Before a container's id in the names of its cgroup. */
	scope: 'cri-containerd' | 'crio';
	/** GetContainerEvents: not there (containerd before 1.7), ended at once (CRI-O by default), or for anybody who asks. */
	podEvents: 'unimplemented' | 'off' | 'on';
	/** Also speaks the CRI of before Kubernetes 1.23. */
	hasAlpha: boolean;
	/** containerd's own events, tasks and version beside CRI. */
	hasContainerdServices: boolean;
	/** Namespaces are kept by files, and there is a pause process only where one is needed (CRI-O's drop_infra_ctr). */
	dropsInfra: boolean;
	/** Knows user namespaces; others ignore `hostUsers: false` silently. */
	hasUserNamespaces: boolean;
	/** Passes on what the user called an image, beside its id (CRI 1.29). */
	tellsUserImage: boolean;
	/** Keeps images from being collected (CRI 1.24). */
	pinsImages: boolean;
};

const containerd: CriProfile = {
	name: 'containerd',
	version: '1.6.20~ds1',
	scope: 'cri-containerd',
	podEvents: 'unimplemented',
	hasAlpha: true,
	hasContainerdServices: true,
	dropsInfra: false,
	hasUserNamespaces: false,
	tellsUserImage: false,
	pinsImages: false,
};

const containerd2: CriProfile = {
	...containerd,
	version: 'v2.0.5',
	podEvents: 'on',
	hasAlpha: false,
	hasUserNamespaces: true,
	tellsUserImage: true,
	pinsImages: true,
};

const crio: CriProfile = {
	name: 'cri-o',
	version: '1.30.4',
	scope: 'crio',
	podEvents: 'off',
	hasAlpha: false,
	hasContainerdServices: false,
	dropsInfra: true,
	hasUserNamespaces: true,
	tellsUserImage: true,
	pinsImages: true,
};

export function chooseCriProfile(choice: {
	runtime: CriRuntimeName;
	containerdMajor?: 1 | 2;
	podEvents?: boolean;
}): CriProfile {
	if (choice.runtime === 'cri-o') return choice.podEvents === true ? { ...crio, podEvents: 'on' } : crio;
	return choice.containerdMajor === 2 ? containerd2 : containerd;
}

/** The handler behind a RuntimeClass; empty for the default one. */
export function chooseHandler(runtimeClassName: string | undefined): string {
	return runtimeClassName === 'gvisor' ? 'runsc' : (runtimeClassName ?? '');
}
