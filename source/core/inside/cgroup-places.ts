/** Where the cgroup of a container is: one for each hierarchy. */
export type CgroupPlace = {
	/** Controllers of a v1 hierarchy, as mounted together: `['cpu', 'cpuacct']`. Empty for the v2 hierarchy. */
	controllers: readonly string[];
	/** Path below the hierarchy's root, ending with the container's own component; begins with a slash. */
	path: string;
};

/**
 * The container's own cgroups from /proc/PID/cgroup of one of its processes: a process may sit deeper (systemd or Docker inside the
 * container, crun's `container` group), the limits and counters are at the component that has the container's id. Where the reader
 * lives in a cgroup namespace of its own, paths begin with `/..`.
 */
export function parseCgroupPlaces(text: string, containerId: string): CgroupPlace[] {
	return text.split('\n').flatMap((line) => {
		const [, controllers = '', path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
		const components = path?.split('/') ?? [];
		// a container that runs containers has its id only once, and theirs below
		const own = components.findIndex((component) => component.includes(containerId));
		if (own < 0) return [];
		const names = controllers.split(',').filter((name) => name !== '');
		return [{ controllers: names, path: components.slice(0, own + 1).join('/') }];
	});
}
