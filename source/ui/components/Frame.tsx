import { Box } from 'ink';
import type { Theme } from '../theme.ts';
import type { Line } from '../views/line.ts';
import { LineText } from './LineText.tsx';

/** The lines of the screen, one below the other. */
export function Frame({ lines, columns, theme }: { lines: readonly Line[]; columns: number; theme: Theme }) {
	return (
		<Box flexDirection="column" width={columns} height={lines.length} overflow="hidden">
			{lines.map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place
				<LineText key={index} line={line} theme={theme} />
			))}
		</Box>
	);
}
