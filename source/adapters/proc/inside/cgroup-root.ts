import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CgroupPlace } from '../../../core/inside/cgroup-places.ts';

/** Finds the directories of cgroups below one root. Remembers where the reader's own cgroup namespace begins. */
export type CgroupRoot = {
	/** Undefined when the hierarchy is not mounted there, or does not have the cgroup. */
	find(place: CgroupPlace): string | undefined;
};

/** Directories that are looked at to find where a cgroup namespace begins; pods and containers are not entered. */
const searchLimit = 2_000;

const podOrContainer = /[0-9a-f]{32}|pod[0-9a-f]{8}[-_]/;

/**
 * The cgroup file systems of a host: v1 hierarchies by their controllers (`cpu,cpuacct`, with a link for each), v2 at the top, or under
 * `unified` beside v1.
 */
export function createCgroupRoot(hostRoot = '/'): CgroupRoot {
	const top = join(hostRoot, 'sys/fs/cgroup');
	/** By hierarchy: directories below which a relative path was found. */
	const origins = new Map<string, string>();

	function find({ controllers, path }: CgroupPlace): string | undefined {
		for (const hierarchy of listHierarchies(top, controllers)) {
			// a path that leaves the reader's namespace begins with `/..`; the host's own root is not told
			const inside = path.replace(/^(?:\/\.\.)+(?=\/)/, '');
			const known = origins.get(hierarchy);
			const direct = [hierarchy, ...(known === undefined ? [] : [known])].find((from) => existsSync(from + inside));
			if (direct !== undefined) return direct + inside;
			if (inside === path) continue;
			const origin = searchOrigin(hierarchy, inside);
			if (origin === undefined) continue;
			origins.set(hierarchy, origin);
			return origin + inside;
		}
		return undefined;
	}
	return { find };
}

function listHierarchies(top: string, controllers: readonly string[]): string[] {
	if (controllers.length === 0) return [top, join(top, 'unified')];
	const names = [controllers.join(','), ...controllers.map((name) => name.replace(/^name=/, ''))];
	return [...new Set(names)].map((name) => join(top, name));
}

/** The directory below which the path exists, nearest to the top. */
function searchOrigin(hierarchy: string, path: string): string | undefined {
	let level = [hierarchy];
	let seen = 0;
	while (level.length > 0 && seen < searchLimit) {
		seen += level.length;
		const found = level.find((directory) => existsSync(directory + path));
		if (found !== undefined) return found;
		level = level.flatMap(listDirectories).slice(0, searchLimit);
	}
	return undefined;
}

function listDirectories(directory: string): string[] {
	try {
		return readdirSync(directory, { withFileTypes: true })
			.filter((entry) => entry.isDirectory() && !podOrContainer.test(entry.name))
			.map(({ name }) => join(directory, name));
	} catch {
		return [];
	}
}
