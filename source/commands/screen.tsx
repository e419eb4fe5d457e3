import { render } from 'ink';
import { App } from '../ui/App.tsx';
import type { AppEffects } from '../ui/app-contract.ts';
import { createCanvas } from '../ui/canvas/create-canvas.ts';
import { themeOf } from '../ui/theme.ts';
import { type WireRequest, wire } from '../wire.ts';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './command-table.ts';
import { createScreenShells } from './screen-shells.ts';
import { createScreenTerminal } from './screen-terminal.ts';

/** How far back the timeline begins, milliseconds: as long as an API server keeps events by default. */
const history = 3_600_000;

/** What the terminal can do. */
export type ScreenRequest = { ascii: boolean; color: boolean };

/** `pausetop`: the live screen, until the user quits or a signal comes. The terminal is then as it was. */
export async function runScreen(request: ScreenRequest, wireRequest: WireRequest, io: CommandIo): Promise<number> {
	const quitting = new AbortController();
	const signal = AbortSignal.any([io.signal, quitting.signal]);
	const wiring = await wire(wireRequest, { eventsSince: Date.now() - history, findings: true });
	const terminal = createScreenTerminal(process.stdin, process.stdout);
	const shells = createScreenShells(wiring.openShell, process, signal, terminal.flushed);
	const effects: AppEffects = {
		quit: () => quitting.abort(),
		relist: wiring.relist,
		readDetails: wiring.readDetails,
		// what comes of it is told by the store
		act: (requests) => void wiring.act(requests),
		lookAtKubelet: wiring.lookAtKubelet,
		watchInside: wiring.watchInside,
		followLog: wiring.followLog,
		openShell: shells.open,
	};
	const { readOnly } = wiring;
	const options = { ...request, demo: wireRequest.demo !== undefined, readOnly, showAllNamespaces: true };
	const canvas = createCanvas(terminal, themeOf(options));
	// before anything is asked of the terminal: its answer must not be echoed
	process.stdin.setRawMode(true);
	terminal.send('');
	const screen = render(<App store={wiring.store} effects={effects} options={options} canvas={canvas} />, {
		stdin: terminal.stdin,
		stdout: terminal.stdout,
		alternateScreen: true,
		exitOnCtrlC: false,
		patchConsole: false,
		interactive: true,
	});
	// a shell is told to leave by the same signal; the terminal is its until it has
	const leave = async () => {
		await shells.ended();
		await terminal.leave();
		screen.unmount();
	};
	signal.addEventListener('abort', leave);
	// an error that nobody caught must not leave the terminal raw, with its message on the screen that goes away
	process.once('exit', () => {
		terminal.leaveNow();
		screen.unmount();
		terminal.leaveNow();
	});
	try {
		await Promise.all([wiring.run(signal), screen.waitUntilExit().finally(() => quitting.abort())]);
		return exitCodes.success.code;
	} finally {
		await leave();
		await terminal.flushed();
		await wiring.close();
	}
}
