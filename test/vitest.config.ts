import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
	root: new URL('..', import.meta.url).pathname,
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		// Ink treats a set CI as "not interactive"; the tests decide themselves what is a terminal
		env: { CI: '', NO_COLOR: '' },
		testTimeout: 20_000,
		hookTimeout: 60_000,
	},
});
