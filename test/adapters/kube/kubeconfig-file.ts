import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type TestDirectory = {
	path: string;
	/** Writes a file, with its directories, and returns its path. */
	write(name: string, text: string): string;
	remove(): void;
};

export function createTestDirectory(): TestDirectory {
	const path = mkdtempSync(join(tmpdir(), 'pausetop-kube-'));
	return {
		path,
		write(name, text) {
			const file = join(path, name);
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, text);
			return file;
		},
		remove: () => rmSync(path, { recursive: true, force: true }),
	};
}

/** A kubeconfig with one context, `lab`. */
export function formatKubeconfig(options: { server: string; cluster?: object; user?: object; name?: string }): string {
	const { server, cluster = {}, user = {}, name = 'lab' } = options;
	return JSON.stringify({
		apiVersion: 'v1',
		kind: 'Config',
		clusters: [{ name, cluster: { server, ...cluster } }],
		users: [{ name: `${name}-user`, user }],
		contexts: [{ name, context: { cluster: name, user: `${name}-user` } }],
		'current-context': name,
	});
}
