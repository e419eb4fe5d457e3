import type { ActionRequest } from '../../core/action/action.ts';
import type { ShellTarget } from '../../core/shell/shell-target.ts';
import type { ScreenAction } from '../state/screen-action.ts';

/** What a command comes to: changes of the screen, or something the rest of the program does. */
export type Outcome = readonly ScreenAction[] | 'quit' | 'relist' | Deed;

/** Changes of the screen, and after them what the rest of the program does. */
export type Deed = {
	actions: readonly ScreenAction[];
	/** Confirmed, all of them: to be done. */
	act?: readonly ActionRequest[];
	lookAtKubelet?: true;
	/** The terminal goes to a shell there until that ends. */
	shell?: ShellTarget;
};
