import { notMeasured } from './attempt.ts';
import { type NodeUnderTest, pausetopCommand } from './node-under-test.ts';
import { type CommandLine, commandFailure, timeCommands } from './run-command.ts';
import { type Summary, summarize } from './statistics.ts';
import { durationRow, type Row } from './table.ts';

type Candidate = { name: string; commands: readonly CommandLine[] };

/**
 * `pausetop get -A` against what it replaces. The candidates take turns, so that whatever else the machine does hits all of
 * them; the first turn warms up and is not counted.
 */
export async function measureGet(node: NodeUnderTest, turns: number): Promise<Row[]> {
	const own: Candidate = { name: 'get -A', commands: [pausetopCommand(node, ['get', '-A'])] };
	const json: Candidate = { name: 'get -A -o json', commands: [pausetopCommand(node, ['get', '-A', '-o', 'json'])] };
	const { candidates, missing } = await availableRivals(node);
	const [ownTimes, jsonTimes, ...times] = await takeTurns([own, json, ...candidates], turns);
	if (!ownTimes || !jsonTimes) return missing;
	const against = candidates.flatMap(({ name }, index) => {
		const summary = times[index];
		return summary ? [durationRow(node.setting, own.name, ownTimes, { name, summary })] : [];
	});
	const loop = await timeShellLoop(node);
	if (loop) against.push(durationRow(node.setting, own.name, ownTimes, { name: shellLoopName, summary: loop }));
	const rows = against.length > 0 ? against : [durationRow(node.setting, own.name, ownTimes)];
	return [...rows, durationRow(node.setting, json.name, jsonTimes, { name: own.name, summary: ownTimes }), ...missing];
}

const shellLoopName = 'docker inspect, readlink for each container';

/** What tells the same without pausetop: each container's process, times and exit code, and the namespaces of what runs. */
const shellLoop = `docker ps -aq --no-trunc | while read -r id; do
	facts=$(docker inspect --format '{{.Name}} {{.State.StartedAt}} {{.State.FinishedAt}} {{.State.ExitCode}} {{.State.Pid}}' "$id")
	pid=\${facts##* }
	[ "$pid" = 0 ] || readlink /proc/"$pid"/ns/*
done`;

/** Once, because it takes so long. Undefined without Docker, and on a simulated node, whose processes are not in this /proc. */
async function timeShellLoop({ dockerSocket, env, flags }: NodeUnderTest): Promise<Summary | undefined> {
	if (dockerSocket === undefined || flags.includes('--host-root')) return undefined;
	const command: CommandLine = { command: 'sh', args: ['-c', shellLoop], env };
	return timeCommands([command]).then(
		(time) => summarize([time]),
		() => undefined,
	);
}

async function availableRivals({
	setting,
	env,
	dockerSocket,
}: NodeUnderTest): Promise<{ candidates: Candidate[]; missing: Row[] }> {
	const docker: CommandLine = { command: 'docker', args: ['ps', '-a'], env };
	const kubectl: CommandLine = { command: 'kubectl', args: ['get', 'pods', '-A', '-o', 'wide'], env };
	const ctr = (...args: string[]): CommandLine => ({ command: 'ctr', args: ['-n', 'k8s.io', ...args], env });
	const listings = [ctr('containers', 'ls'), ctr('tasks', 'ls'), kubectl];
	const rivals: Candidate[] = [
		...(dockerSocket
			? [
					{ name: 'docker ps -a, kubectl get pods -A -o wide', commands: [docker, kubectl] },
					{ name: 'docker ps -a', commands: [docker] },
				]
			: [{ name: 'ctr containers ls, ctr tasks ls, kubectl get pods -A -o wide', commands: listings }]),
		{ name: 'lsns', commands: [{ command: 'lsns', args: [] }] },
		{ name: 'node -e 0', commands: [{ command: process.execPath, args: ['-e', '0'] }] },
	];
	const candidates: Candidate[] = [];
	const missing: Row[] = [];
	for (const rival of rivals) {
		const failures = await Promise.all(rival.commands.map(commandFailure));
		const failure = failures.find((message) => message !== undefined);
		if (failure === undefined) candidates.push(rival);
		else missing.push(notMeasured(setting, rival.name, failure));
	}
	return { candidates, missing };
}

async function takeTurns(candidates: readonly Candidate[], turns: number): Promise<Summary[]> {
	const times: number[][] = candidates.map(() => []);
	for (let turn = 0; turn <= turns; turn++) {
		for (const [index, { commands }] of candidates.entries()) {
			const time = await timeCommands(commands);
			if (turn > 0) times[index]?.push(time);
		}
	}
	return times.map(summarize);
}
