import { describe, expect, test } from 'vitest';
import { textWidth } from '../../source/format/width.ts';
import { formatStoryText } from '../../source/output/story-text.ts';
import { expectGolden } from '../helpers/golden.ts';
import { buildContainerRestart, buildRecycle, buildRunningRecycle } from '../ui/story-builders.ts';

const end = (text: string) => text.replace(/\n$/, '');

describe('formatStoryText', () => {
	test.each([80, 120, 200])('is the waterfall of the screen at %i columns, without colours', (columns) => {
		expectGolden(`output/story-${columns}.txt`, end(formatStoryText(buildRecycle(), { columns, utc: true })));
	});

	test('can be drawn in ASCII', () => {
		const text = formatStoryText(buildContainerRestart(), { columns: 120, utc: true, ascii: true });
		expect(text).toMatch(/^[\x20-\x7e\n]*$/);
		expectGolden('output/story-120-ascii.txt', end(text));
	});

	test('ends each line without blanks, and itself with a line break', () => {
		const text = formatStoryText(buildRecycle(), { columns: 100, utc: true });
		expect(text).not.toMatch(/[ \t]\n/);
		expect(text).toMatch(/[^\n]\n$/);
	});

	test('tells a story that runs up to the last thing that happened, or up to now', () => {
		const story = buildRunningRecycle();
		const told = formatStoryText(story, { columns: 120, utc: true });
		expect(told).toContain('2s so far, waiting for back-off 20s');
		const later = formatStoryText(story, { columns: 120, utc: true, now: story.beganAt + 31_000 });
		expect(later).toContain('31s so far, waiting for back-off 20s');
	});

	test('knows the host’s namespaces if it is told them', () => {
		const hostNamespaces = { net: 4026532609, uts: 4026532606 };
		expect(formatStoryText(buildRecycle(), { columns: 120, utc: true })).toContain('reused');
		expect(formatStoryText(buildRecycle(), { columns: 120, utc: true, hostNamespaces })).not.toContain('reused');
	});

	test('prints text from outside as text', () => {
		const evil = 'x\x1b[2J\r\n\u202e';
		const story = buildRecycle({ pod: evil, kubeNamespace: evil, trigger: { cause: 'kubelet', reason: evil } });
		const text = formatStoryText(story, { columns: 60, utc: true });
		expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
		expect(Math.max(...text.split('\n').map(textWidth))).toBeLessThanOrEqual(60);
	});
});
