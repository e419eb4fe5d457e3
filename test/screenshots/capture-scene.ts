import { mkdtempSync, rmSync } from 'node:fs';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { openTerminal, type Terminal } from '../helpers/terminal.ts';
import { program } from '../helpers/terminal-program.ts';
import { type Picture, takePicture } from './picture.ts';
import type { Scene, Step } from './scene.ts';

/** Plays a scene in a real terminal. Rejects with the screen in the message when a step is not fulfilled in time. */
export async function captureScene(scene: Scene): Promise<Picture> {
	const opened = scene.onNode ? await openNode() : undefined;
	const terminal = openTerminal({
		...sceneCommand(scene, opened ? nodeFlags(opened.node) : []),
		columns: scene.columns,
		rows: scene.rows,
		env: { TZ: 'UTC', KUBECONFIG: undefined, DOCKER_HOST: undefined, ...scene.env },
	});
	try {
		for (const step of scene.steps) await play(step, terminal, opened?.node);
		if (scene.prints) await terminal.exited;
		return await takeWholePicture(terminal);
	} catch (error) {
		throw new Error(`scene ${scene.name}: ${error instanceof Error ? error.message : error}`, { cause: error });
	} finally {
		await terminal.dispose();
		await opened?.close();
	}
}

/** What stands in the title of the window: what a person would have typed. */
export function sceneTitle(scene: Scene): string {
	return ['pausetop', ...scene.args].join(' ');
}

/** In a directory whose name is always as long: messages name the socket, and are cut to the width of the screen. */
async function openNode(): Promise<{ node: SimulatedNode; close(): Promise<void> }> {
	const directory = mkdtempSync('/tmp/pausetop-');
	const node = await createSimulatedNode({ directory, seed: 1 });
	return {
		node,
		async close() {
			await node.close();
			rmSync(directory, { recursive: true, force: true });
		},
	};
}

function nodeFlags({ dockerSocket, kubeconfig, hostRoot, nodeName }: SimulatedNode): readonly string[] {
	const sources = ['--runtime', `docker://${dockerSocket}`, '--kubeconfig', kubeconfig, '--host-root', hostRoot];
	return [...sources, '--node', nodeName];
}

function sceneCommand(scene: Scene, flags: readonly string[]): { command: string; args: readonly string[] } {
	const own = [program, ...scene.args, ...flags];
	if (!scene.prints) return { command: process.execPath, args: own };
	const script = 'printf "$ %s\\n" "$0"; exec "$@"';
	return { command: 'bash', args: ['-c', script, sceneTitle(scene), process.execPath, ...own] };
}

async function play(step: Step, terminal: Terminal, node: SimulatedNode | undefined): Promise<void> {
	if ('press' in step) terminal.press(...step.press);
	else if ('waitFor' in step) await terminal.waitFor(step.waitFor, { timeout: step.timeout ?? 20_000 });
	else if (node) await step.act(node);
	else throw new Error('only a scene with onNode has a node to do something to');
}

async function takeWholePicture(terminal: Terminal): Promise<Picture> {
	const pictures: Picture[] = [];
	// Inside the question: it is asked only while no frame is half drawn
	await terminal.waitFor(() => pictures.push(takePicture(terminal.emulator)) > 0);
	const [picture] = pictures;
	if (!picture) throw new Error('no picture was taken');
	return picture;
}
