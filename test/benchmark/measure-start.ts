import { notMeasured } from './attempt.ts';
import { type NodeUnderTest, pausetopCommand } from './node-under-test.ts';
import { commandFailure, timeCommand } from './run-command.ts';
import { summarize } from './statistics.ts';
import { durationRow, type Row } from './table.ts';

/** The shortest thing that pausetop's neighbour on a node can do. */
export const kubectlVersion = { command: 'kubectl', args: ['version', '--client'] };

/** `--version` against kubectl's own, in turns; the first turn warms up. */
export async function measureVersion(node: NodeUnderTest, turns: number): Promise<Row[]> {
	const failure = await commandFailure(kubectlVersion);
	const own: number[] = [];
	const other: number[] = [];
	const { command, args } = pausetopCommand({ ...node, flags: [] }, ['--version']);
	for (let turn = 0; turn <= turns; turn++) {
		const time = await timeCommand({ command, args });
		const rival = failure === undefined ? await timeCommand(kubectlVersion) : undefined;
		if (turn === 0) continue;
		own.push(time);
		if (rival !== undefined) other.push(rival);
	}
	if (failure !== undefined) {
		return [
			durationRow(node.setting, '--version', summarize(own)),
			notMeasured(node.setting, 'kubectl version --client', failure),
		];
	}
	const against = { name: 'kubectl version --client', summary: summarize(other) };
	return [durationRow(node.setting, '--version', summarize(own), against)];
}
