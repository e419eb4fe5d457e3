import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Terminal } from '../helpers/terminal.ts';
import { type ContainerPids, isRight, parseContainerJson, parseContainerRows } from './container-rows.ts';
import type { DockerWire } from './docker-wire.ts';
import { type NodeUnderTest, pausetopCommand } from './node-under-test.ts';

const run = promisify(execFile);

/** So many looks at the truth, until it is given up that the screen will ever agree. */
const looks = 30;

/**
 * From the last event to the frame since which all rows of containers on the screen are as `pausetop get` says. To be called
 * when nothing happens any more. Throws when they do not come to agree.
 */
export async function measureSettling(
	node: NodeUnderTest,
	terminal: Terminal,
	wire: Pick<DockerWire, 'lastAt'>,
): Promise<{ milliseconds: number; rows: number }> {
	const lastAt = wire.lastAt() ?? performance.timeOrigin + performance.now();
	const history = [{ at: performance.timeOrigin + performance.now(), rows: parseContainerRows(terminal.screen()) }];
	const watching = terminal.emulator.onWriteParsed(() => {
		if (terminal.emulator.modes.synchronizedOutputMode) return;
		const at = performance.timeOrigin + (terminal.received.chunks().at(-1)?.at ?? 0);
		history.push({ at, rows: parseContainerRows(terminal.screen()) });
	});
	try {
		const truth = await findAgreement(node, () => history.at(-1)?.rows);
		const wrong = history.findLastIndex(({ rows }) => !isRight(rows, truth));
		const at = wrong < 0 ? lastAt : (history[wrong + 1]?.at ?? lastAt);
		return { milliseconds: Math.max(0, at - lastAt), rows: history.at(-1)?.rows.size ?? 0 };
	} finally {
		watching.dispose();
	}
}

async function findAgreement(node: NodeUnderTest, readShown: () => ContainerPids | undefined): Promise<ContainerPids> {
	const { command, args } = pausetopCommand(node, ['get', '-A', '-o', 'json']);
	for (let look = 0; look < looks; look++) {
		const { stdout } = await run(command, [...args], { maxBuffer: 1e9 });
		const truth = parseContainerJson(stdout);
		const shown = readShown();
		if (shown && isRight(shown, truth)) return truth;
	}
	throw new Error(`the screen is not as get says, ${looks} times\n${formatRows(readShown())}`);
}

function formatRows(rows: ContainerPids | undefined): string {
	return [...(rows ?? [])].map(([id, pid]) => `${id} ${pid ?? '-'}`).join('\n');
}
