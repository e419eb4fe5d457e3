import type { ShellResult, ShellTarget } from '../core/shell/shell-target.ts';
import { escapeText } from '../format/escape.ts';
import type { OpenShell } from '../wire/shells.ts';

/** The shells that are opened from the screen. */
export type ScreenShells = {
	/** Called when the screen has let go of the terminal. Never rejects. */
	open(target: ShellTarget): Promise<ShellResult>;
	/** Resolves when no shell has the terminal, and the screen has taken it again. */
	ended(): Promise<void>;
};

/** Gives this process's terminal to one shell after the other; `signal` ends them. `flushed`: what the screen has written has left. */
export function createScreenShells(
	openShell: OpenShell,
	{ stdin, stdout }: Parameters<OpenShell>[1],
	signal: AbortSignal,
	flushed: () => Promise<void> = async () => undefined,
): ScreenShells {
	let last: Promise<unknown> = Promise.resolve();
	const run = async (target: ShellTarget): Promise<ShellResult> => {
		await settle();
		await flushed();
		// what is typed from here on stays in the kernel for the shell
		stdin.pause();
		if (target.kind === 'container') {
			const pod = escapeText(`${target.kubeNamespace}/${target.pod}`);
			stdout.write(`A shell in container ${escapeText(target.container)} of pod ${pod}. exit leads back.\r\n`);
		}
		try {
			return await openShell(target, { stdin, stdout }, signal);
		} catch (error) {
			return { message: error instanceof Error ? error.message : String(error) };
		} finally {
			await settle();
		}
	};
	return {
		open(target) {
			const shell = run(target);
			last = shell;
			return shell;
		},
		ended: () => last.then(settle),
	};
}

/**
 * A stream takes note of listeners that come and go, and of a pause, only in the next tick (Node 24). Ink listens for `readable`: while
 * the stream still believes that it reads, that would not make it begin.
 */
function settle(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
