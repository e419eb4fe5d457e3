import { selectFlavour } from '../action/runtime-flavour.ts';

/**
 * Whether one of these runtimes, by their sources' names, is of the kind that Kubernetes names so: `docker`, `containerd`, `cri-o`, as
 * in a container's id in the API (`docker://…`) and in the node's containerRuntimeVersion.
 */
export function isAmong(runtimes: Iterable<string>, scheme: string | undefined): boolean {
	return [...runtimes].some((runtime) => {
		const flavour = selectFlavour(runtime);
		return scheme === 'docker' ? flavour === 'docker' || flavour === 'dockershim' : flavour === scheme;
	});
}

/** `docker` of `docker://20.10.24`; undefined where there is none. */
export function parseScheme(text: string | undefined): string | undefined {
	const end = text?.indexOf('://') ?? -1;
	return end > 0 ? text?.slice(0, end) : undefined;
}
