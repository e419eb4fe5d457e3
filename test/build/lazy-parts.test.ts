import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';
import { program } from '../helpers/terminal-program.ts';

/** The files of the bundle that are loaded before the first line of this one runs: what it imports statically, and what that does. */
function findLoaded(path: string, loaded = new Set<string>()): Set<string> {
	if (loaded.has(path)) return loaded;
	loaded.add(path);
	for (const { type, source } of parseAst(readFileSync(path, 'utf8')).body as {
		type: string;
		source?: { value: string };
	}[]) {
		if (!/^(Import|Export)/.test(type) || !source?.value.startsWith('.')) continue;
		findLoaded(fileURLToPath(new URL(source.value, `file://${path}`)), loaded);
	}
	return loaded;
}

describe('what every start of the program loads', () => {
	const loaded = [...findLoaded(program)];

	it('is small', () => {
		const bytes = loaded.reduce((sum, path) => sum + statSync(path).size, 0);
		expect(bytes).toBeGreaterThan(1_000);
		// 42,000 of them are meow
		expect(bytes).toBeLessThan(72_000);
	});

	// words that survive the minifier: of React, the API server's client, grpc-js and dockerode
	it.each(['react.transitional.element', 'undici', 'grpc-message', 'registryconfig'])('has nothing of %s', (mark) => {
		const folder = join(dirname(program), 'parts');
		const parts = readdirSync(folder).map((name) => join(folder, name));
		const owners = parts.filter((path) => readFileSync(path, 'utf8').includes(mark));
		expect(owners).not.toEqual([]);
		expect(loaded.filter((path) => owners.includes(path))).toEqual([]);
	});
});
