import { expect, it } from 'vitest';
import { clock, duration, say, since, until } from '../../../source/core/findings/finding-text.ts';
import { formatFindingText } from '../../../source/ui/columns/finding-text.ts';

const now = Date.UTC(2026, 10, 22, 12, 4, 31);

it.each([
	[say`for ${since(now - 151_000)}`, 'for 2m31s'],
	[say`next try in ${until(now + 250_000)}`, 'next try in 4m10s'],
	// what should have come by now has not, but nobody says "in -3s"
	[say`next try in ${until(now - 3_000)}`, 'next try in 0s'],
	[say`for ${since(now + 900)}`, 'for 0s'],
	[say`at ${clock(now)}`, 'at 12:04:31'],
	[say`took ${duration(1_240)}`, 'took 1.2s'],
	[say`took ${duration(90_000)}`, 'took 1m30s'],
])('%j → %s', (text, words) => {
	expect(formatFindingText(text, { now, utc: true })).toBe(words);
});
