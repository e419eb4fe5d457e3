import { type CgroupPlace, parseCgroupPlaces } from '../../../core/inside/cgroup-places.ts';
import type { CgroupFigures, ContainerUsage, ReadCgroupFile } from '../../../core/inside/container-usage.ts';
import { advanceCpu } from '../../../core/inside/cpu-reading.ts';
import type { InsideContainer } from '../../../core/inside/inside-request.ts';
import { readCpuacctV1, readCpuV1, readMemoryV1, readPids } from '../../../core/inside/read-figures-v1.ts';
import { readFiguresV2 } from '../../../core/inside/read-figures-v2.ts';
import { readProcFile } from '../read-proc.ts';
import type { CgroupRoot } from './cgroup-root.ts';
import { readBounded } from './read-bounded.ts';

/** Bytes of a cgroup file: memory.stat of a big machine has about 2 kB. */
const fileLimit = 32 * 1024;

const readersV1 = new Map<string, (read: ReadCgroupFile) => CgroupFigures>([
	['cpuacct', readCpuacctV1],
	['cpu', readCpuV1],
	['memory', readMemoryV1],
	['pids', readPids],
]);

/** Where the container's cgroups are: asked of its processes, the known first one first. Undefined when none lives. */
export function findPlaces(
	procDir: string,
	{ id, pid }: InsideContainer,
	others: readonly number[] = [],
): CgroupPlace[] | undefined {
	for (const candidate of pid === undefined ? others : [pid, ...others]) {
		const places = parseCgroupPlaces(readProcFile(`${procDir}/${candidate}/cgroup`).text ?? '', id);
		// none: the pid has passed to another process
		if (places.length > 0) return places;
	}
	return undefined;
}

/** Reads the figures of one container. Undefined when no file of its cgroups is there to be read. */
export function readUsage(
	container: InsideContainer,
	places: readonly CgroupPlace[],
	root: CgroupRoot,
	previous: ContainerUsage | undefined,
	now: () => number,
): ContainerUsage | undefined {
	const at = now();
	const { cpuTotal, ...figures } = readFigures(places, root);
	if (cpuTotal === undefined && Object.keys(figures).length === 0) return undefined;
	return {
		containerId: container.id,
		container: container.name,
		...(cpuTotal !== undefined && { cpu: advanceCpu(previous?.cpu, at, cpuTotal) }),
		...figures,
	};
}

/** A controller is in one version only; where both hierarchies are mounted, v1 has what it names and v2 the rest. */
function readFigures(places: readonly CgroupPlace[], root: CgroupRoot): CgroupFigures {
	let figures: CgroupFigures = {};
	const versions = places.toSorted((a, b) => a.controllers.length - b.controllers.length);
	for (const place of versions) {
		const readers = place.controllers.length === 0 ? [readFiguresV2] : findReaders(place.controllers);
		const directory = readers.length > 0 ? root.find(place) : undefined;
		if (directory === undefined) continue;
		const read: ReadCgroupFile = (name) => readBounded(`${directory}/${name}`, fileLimit)?.text;
		for (const readPart of readers) figures = { ...figures, ...readPart(read) };
	}
	return figures;
}

function findReaders(controllers: readonly string[]): ((read: ReadCgroupFile) => CgroupFigures)[] {
	return controllers.flatMap((name) => readersV1.get(name) ?? []);
}
