import { useApp } from 'ink';
import { useCallback, useRef, useState } from 'react';
import type { ShellResult, ShellTarget } from '../../core/shell/shell-target.ts';
import type { AppEffects } from '../app-contract.ts';
import type { Canvas } from '../canvas/canvas.ts';
import type { ScreenAction } from '../state/screen-action.ts';

/**
 * Opens shells: Ink lets go of the terminal, its alternate screen and raw mode, and afterwards takes them again and draws the whole
 * screen. `away` as long as the terminal is the shell's; `isAway` is never behind, also between two keys of one read.
 */
export function useShell(
	openShell: AppEffects['openShell'],
	canvas: Canvas,
	dispatch: (action: ScreenAction) => void,
): { open: (target: ShellTarget) => void; away: boolean; isAway: () => boolean } {
	const { suspendTerminal } = useApp();
	const [away, setAway] = useState(false);
	const newest = useRef(away);
	const isAway = useCallback(() => newest.current, []);
	const open = useCallback(
		(target: ShellTarget) => {
			const set = (isAway: boolean) => {
				newest.current = isAway;
				setAway(isAway);
			};
			if (newest.current) return;
			set(true);
			let result: ShellResult = {};
			const run = async () => {
				result = await openShell(target);
			};
			const finish = () => {
				canvas.forget();
				set(false);
				const text = describeShellEnd(target, result);
				if (text !== undefined) dispatch({ type: 'remark', text });
			};
			// the terminal's answers would be typed into the shell
			void canvas.settled().then(() => suspendTerminal(run).then(finish, finish));
		},
		[suspendTerminal, openShell, canvas, dispatch],
	);
	return { open, away, isAway };
}

/** What came of it, for the line about actions. */
function describeShellEnd(target: ShellTarget, { exitCode, message, remedy }: ShellResult): string | undefined {
	const pod = `${target.kubeNamespace}/${target.pod}`;
	const where = target.kind === 'container' ? `${target.container} of ${pod}` : `the network of ${pod}`;
	if (message !== undefined) return `shell in ${where}: ${message}${remedy === undefined ? '' : `; ${remedy}`}`;
	return exitCode === undefined ? undefined : `shell in ${where}: ended, exit ${exitCode}`;
}
