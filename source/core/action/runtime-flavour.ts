/** How a runtime ends a sandbox: the four differ. `dockershim` is cri-dockerd too: Docker, seen through CRI. */
export type RuntimeFlavour = 'docker' | 'containerd' | 'cri-o' | 'dockershim' | 'other';

/** By the name of its source; a second runtime of a kind has its socket's path behind a colon. */
export function selectFlavour(runtime: string): RuntimeFlavour {
	const [name = ''] = runtime.split(':');
	if (name === 'docker' || name === 'containerd' || name === 'cri-o') return name;
	return name === 'dockershim' || name === 'cri-dockerd' ? 'dockershim' : 'other';
}
