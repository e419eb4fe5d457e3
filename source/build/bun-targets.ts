/** What a one-file program can be made for, by the end of its name, and the package that has Bun for it. */
export const bunTargets = {
	'linux-x64': { target: 'bun-linux-x64', executable: '@oven/bun-linux-x64' },
	'linux-arm64': { target: 'bun-linux-arm64', executable: '@oven/bun-linux-aarch64' },
	'linux-x64-musl': { target: 'bun-linux-x64-musl', executable: '@oven/bun-linux-x64-musl' },
	'linux-arm64-musl': { target: 'bun-linux-arm64-musl', executable: '@oven/bun-linux-aarch64-musl' },
} as const;

export type BunTarget = keyof typeof bunTargets;

const isTarget = (name: string): name is BunTarget => Object.hasOwn(bunTargets, name);

/** The targets that are named; none: the one of the machine. @throws Error for one that there is not */
export function chooseTargets(names: readonly string[], machine: string): readonly BunTarget[] {
	const wanted = names.includes('all') ? Object.keys(bunTargets) : names.length > 0 ? names : [machine];
	const unknown = wanted.find((name) => !isTarget(name));
	if (unknown === undefined) return wanted.filter(isTarget);
	throw new Error(
		`there is no one-file program for "${unknown}"; there is: ${Object.keys(bunTargets).join(', ')}, all`,
	);
}

/** What this machine is, in a target's words. */
export function describeMachine({ platform, arch }: { platform: string; arch: string }, hasGlibc: boolean): string {
	return `${platform}-${arch}${platform === 'linux' && !hasGlibc ? '-musl' : ''}`;
}
