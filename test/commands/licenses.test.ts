import { expect, it } from 'vitest';
import { formatVersion } from '../../source/commands/format-version.ts';
import { runLicenses } from '../../source/commands/licenses.ts';
import { createIo } from '../helpers/command.ts';

it('prints each licence below the packages that have it', async () => {
	const io = createIo();
	const licenses = [
		{ packages: ['own 1.0.0'], text: 'own text\n' },
		{ packages: ['a 1.0.0', 'b 2.0.0'], text: '\nother text' },
	];
	expect(await runLicenses(io, licenses)).toBe(0);
	expect(io.stdout()).toBe(`own 1.0.0\n\nown text\n\n${'-'.repeat(80)}\n\na 1.0.0\nb 2.0.0\n\nother text\n`);
	expect(io.stderr()).toBe('');
});

it('says where they are where nothing is bundled', async () => {
	const io = createIo();
	expect(await runLicenses(io)).toBe(0);
	expect(io.stderr()).toMatch(/LICENSE and node_modules/);
	expect(io.stdout()).toBe('');
});

it('says the version first, and the commit where it is known', () => {
	expect(formatVersion('1.2.3', undefined)).toBe('1.2.3');
	expect(formatVersion('1.2.3', '5a9358d')).toBe('1.2.3 (5a9358d)');
});
