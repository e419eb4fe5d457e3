/** Processes of containers by the first twelve digits of their ids; undefined: it has none. */
export type ContainerPids = ReadonlyMap<string, number | undefined>;

/** What the rows of containers on a screen say. */
export function parseContainerRows(screen: string): ContainerPids {
	const rows = screen.matchAll(/^ +\S+ +([0-9a-f]{12}) .*$/gm);
	return new Map([...rows].map(({ 0: row, 1: id = '' }) => [id, parsePid(row)]));
}

function parsePid(row: string): number | undefined {
	const pid = /\bpid (\d+)\b/.exec(row)?.[1];
	return pid === undefined ? undefined : Number(pid);
}

type Incarnation = { id: string; pid?: number };

/** What `pausetop get -o json` says; only what is needed of its contract. */
export function parseContainerJson(json: string): ContainerPids {
	const { pods } = JSON.parse(json) as { pods: { sandboxes: Incarnation[]; containers: Incarnation[] }[] };
	const all = pods.flatMap(({ sandboxes, containers }) => [...sandboxes, ...containers]);
	return new Map(all.map(({ id, pid }) => [id.slice(0, 12), pid]));
}

/** Whether all that is shown is so, and something is shown. */
export function isRight(shown: ContainerPids, truth: ContainerPids): boolean {
	return shown.size > 0 && [...shown].every(([id, pid]) => truth.has(id) && truth.get(id) === pid);
}
