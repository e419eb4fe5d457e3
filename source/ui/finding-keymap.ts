import type { CommandGroup, Entry } from './keymap.ts';

/** Over table and panes: what leads to findings. */
export const findingCommands = {
	'next-finding': {
		keys: ['f'],
		help: 'to the next finding: its pod and what is to be done',
		group: 'Panes',
		footer: [2.5, 'next finding'],
	},
	'all-findings': {
		keys: ['!'],
		help: 'all findings of the node in full, with evidence and commands',
		group: 'Panes',
		footer: [8.5, 'in full'],
	},
} as const satisfies Record<string, Entry<{ group: CommandGroup }>>;
