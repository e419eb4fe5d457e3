import type { ActionRequest } from '../core/action/action.ts';
import { escapeText } from '../format/escape.ts';
import { glyphsOf } from '../ui/columns/glyphs.ts';
import type { EntryView } from '../ui/state/select-sheet-view.ts';
import { drawOutlook } from '../ui/views/consequence-lines.ts';
import type { CommandIo } from './command-io.ts';
import type { RestartRequest } from './restart-request.ts';

type Request = Pick<RestartRequest, 'yes' | 'confirm' | 'columns' | 'ascii'>;

/** What would be done and what would come of it, in lines, as the screen says it. */
export function formatOutlook(entry: EntryView, { columns, ascii }: Request): string {
	const lines = drawOutlook(entry, columns, glyphsOf({ ascii })).map(({ segments }) =>
		segments
			.map(({ text }) => text)
			.join('')
			.trimEnd(),
	);
	return `${[escapeText(entry.question.replace(/\?$/, '')), ...lines].join('\n')}\n`;
}

/** How it was confirmed; undefined when it was not, which has been said then. No is the default. */
export async function confirmRestart(
	{ question, expected }: EntryView,
	{ yes, confirm }: Request,
	io: CommandIo,
): Promise<ActionRequest['confirmed'] | undefined> {
	if (yes && (expected === undefined || confirm === expected)) return 'flag';
	if (!io.ask) {
		io.err(`pausetop: nothing was done: this takes --confirm ${escapeText(expected ?? '')} besides --yes\n`);
		return undefined;
	}
	const word = expected ?? 'yes';
	const answer = await io.ask(`${escapeText(question)} Type ${escapeText(word)}: `);
	if (answer?.trim() === word) return expected === undefined ? 'chosen' : 'typed';
	// no answer leaves the cursor behind the question
	io.err(`${answer === undefined ? '\n' : ''}pausetop: not confirmed, nothing was done\n`);
	return undefined;
}
