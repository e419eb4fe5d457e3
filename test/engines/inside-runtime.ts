/** A running container of a pod, or its pause. */
export type LivingContainer = {
	/** `pause` for the sandbox. */
	name: string;
	id: string;
	/** Of its first process. */
	pid: number;
};

/** What the tests ask a lab's runtime past the program, when it is about what is inside a pod. */
export type InsideRuntime = {
	name: 'docker' | 'containerd';
	/** The pod's containers that run, the pause among them. */
	find(pod: string): Promise<LivingContainer[]>;
	/** The pids of a container's processes, ascending: `docker top`, `ctr task ps`. */
	top(id: string): Promise<number[]>;
};

/** The name of the container that each pid is in, by the runtime's own lists. */
export async function readOwners(
	runtime: InsideRuntime,
	containers: readonly LivingContainer[],
): Promise<Map<number, string>> {
	const lists = containers.map(async ({ id, name }) => (await runtime.top(id)).map((pid) => [pid, name] as const));
	return new Map((await Promise.all(lists)).flat());
}

/** The numbers of a table's column, ascending. */
export function parsePids(table: string, column: number): number[] {
	const cells = table.split('\n').map((line) => line.trim().split(/\s+/)[column] ?? '');
	return cells
		.filter((cell) => /^\d+$/.test(cell))
		.map(Number)
		.sort((a, b) => a - b);
}
