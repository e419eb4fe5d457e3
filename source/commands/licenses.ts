import { type BundledLicense, bundledLicenses } from './bundled-licenses.ts';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './command-table.ts';

/** `pausetop --licenses`: every package in this program, with its licence. */
export async function runLicenses(io: CommandIo, licenses = bundledLicenses): Promise<number> {
	if (licenses.length === 0)
		io.err('pausetop: this runs from its source: the licences are in LICENSE and node_modules\n');
	await io.out(formatLicenses(licenses));
	return exitCodes.success.code;
}

/** The packages of each licence, then its text. */
export function formatLicenses(licenses: readonly BundledLicense[]): string {
	const rule = '-'.repeat(80);
	return licenses.map(({ packages, text }) => `${packages.join('\n')}\n\n${text.trim()}\n`).join(`\n${rule}\n\n`);
}
