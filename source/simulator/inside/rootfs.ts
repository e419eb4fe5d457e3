import type { Rootfs } from '../proc/program.ts';

/** What an image has in its root directory, as far as somebody looks. */
export type RootfsFacts = {
	/** Lines of /etc/passwd; empty: there is no such file. */
	accounts: readonly string[];
	/** Programs that can be started in it. */
	programs: readonly string[];
	/** Names in `/`. */
	names: readonly string[];
};

const root = 'root:x:0:0:root:/root:/bin/sh';
const nobody = 'nobody:x:65534:65534:nobody:/:/usr/sbin/nologin';
const tools = ['sh', 'ls', 'ps', 'hostname', 'echo', 'sleep', 'true', 'false'];
const names = ['bin', 'dev', 'etc', 'home', 'lib', 'proc', 'root', 'run', 'sys', 'tmp', 'usr', 'var'];

/** By image. The pause's has one file. */
export const rootfsFacts: Readonly<Record<Rootfs, RootfsFacts>> = {
	nginx: {
		accounts: [root, nobody, 'nginx:x:101:101:nginx user:/nonexistent:/bin/false'],
		programs: ['bash', ...tools],
		names: ['docker-entrypoint.d', 'docker-entrypoint.sh', ...names],
	},
	ghost: {
		accounts: [root, nobody, 'node:x:1000:1000::/nonexistent:/bin/bash'],
		programs: ['bash', ...tools],
		names,
	},
	busybox: { accounts: [root, nobody], programs: ['ash', ...tools], names },
	registry: { accounts: [root, nobody], programs: ['ash', ...tools], names: ['entrypoint.sh', ...names] },
	pause: { accounts: [], programs: [], names: ['pause'] },
};
