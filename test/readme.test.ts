import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatHelp } from '../source/commands/format-help.ts';
import type { FactKind } from '../source/core/findings/fact-kind.ts';
import { findingRules } from '../source/core/findings/finding-rules.ts';
import { formatKey, keymap } from '../source/ui/keymap.ts';

const path = new URL('../README.md', import.meta.url);

/** What a rule cannot do without, in words. */
const needWords: Readonly<Record<FactKind, string>> = {
	api: 'the API server',
	runtime: 'every container runtime of the node',
	processes: 'the processes of `/proc`',
	namespaces: 'readable namespaces (root)',
	survey: 'a look over the whole of `/proc`',
	'pause-image': 'a runtime that tells which pause image it uses',
	kubelet: "the kubelet's process or the API server",
};

/** Parts of the README that are made of the program's own tables. UPDATE_README=1 writes them. */
const parts = {
	keys: formatKeys(),
	help: `\`\`\`\n${formatHelp()}\`\`\``,
	findings: formatFindings(),
};

it.each(Object.entries(parts))('has the %s as they are', (name, text) => {
	const readme = readFileSync(path, 'utf8');
	const pattern = new RegExp(`(<!-- ${name}: [^>]*-->\\n)([^]*?)(<!-- /${name} -->)`);
	expect(readme).toMatch(pattern);
	if (process.env.UPDATE_README)
		writeFileSync(
			path,
			readme.replace(pattern, (_, start, __, end) => `${start}\n${text}\n\n${end}`),
		);
	else expect(pattern.exec(readme)?.[2]?.trim()).toBe(text.trim());
});

it('shows only pictures that are there', () => {
	const readme = readFileSync(path, 'utf8');
	const pictures = [...readme.matchAll(/\]\((screenshots\/[^)]+)\)/g)].map(([, picture]) => picture ?? '');
	expect(pictures.length).toBeGreaterThan(0);
	for (const picture of pictures) expect(() => readFileSync(new URL(`../${picture}`, import.meta.url))).not.toThrow();
});

/** A line for each command, grouped as the help on the screen is. */
function formatKeys(): string {
	const groups = [...new Set(keymap.map(({ group }) => group))];
	const rows = groups.flatMap((group) =>
		keymap
			.filter((command) => command.group === group)
			.map((command, index) => {
				const keys = command.keys.map((key) => `\`${formatKey(key)}\``).join(' ');
				return `| ${index === 0 ? `**${group}**` : ''} | ${keys} | ${command.help} |`;
			}),
	);
	return ['| | | |', '|---|---|---|', ...rows].join('\n');
}

/** A heading for each rule, which findings link to by their id. */
function formatFindings(): string {
	return findingRules
		.map(({ id, title, meaning, needs }) => {
			const needed = needs.map((need) => needWords[need]).join(', ');
			return `### ${id}\n\n**${title}.** ${meaning}${needed === '' ? '' : ` Needs: ${needed}.`}`;
		})
		.join('\n\n');
}
