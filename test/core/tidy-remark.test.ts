import { expect, test } from 'vitest';
import { tidyRemark } from '../../source/core/tidy-remark.ts';

test.each([
	['no such container.', 'no such container'],
	['  two\r\n\tlines \n', 'two lines'],
	['\u001b[31mred\u0007\u009b', '\\x1b[31mred\\x07\\x9b'],
	['Überlauf …', 'Überlauf …'],
	['', ''],
])('%j', (text, expected) => {
	expect(tidyRemark(text)).toBe(expected);
});

test('a long one is cut', () => {
	const tidied = tidyRemark('ab '.repeat(1_000_000));
	expect(tidied.length).toBeLessThanOrEqual(300);
	expect(tidied).toMatch(/^ab ab .*…$/);
	expect(tidyRemark('x'.repeat(300))).toBe('x'.repeat(300));
});
