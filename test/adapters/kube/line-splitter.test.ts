import { expect, test } from 'vitest';
import { createLineSplitter } from '../../../source/adapters/kube/line-splitter.ts';

test('gives back complete lines and keeps the rest', () => {
	const splitter = createLineSplitter();
	expect(splitter.push('{"a"')).toEqual([]);
	expect(splitter.push(':1}')).toEqual([]);
	expect(splitter.push('\n{"b":2}\n\n{"c"')).toEqual(['{"a":1}', '{"b":2}']);
	expect(splitter.push(':3}\n')).toEqual(['{"c":3}']);
});

test('refuses a line without end', () => {
	const splitter = createLineSplitter(10);
	expect(splitter.push('12345')).toEqual([]);
	expect(() => splitter.push('678901')).toThrow('too long');
});
