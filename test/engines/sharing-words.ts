import type { PodEntry } from './document.ts';

/** What each running container shares, in words: `web nginx` → `net pause, ipc pause, …`. */
export function describeSharing(pods: PodEntry[]): Record<string, string> {
	const running = pods.flatMap((pod) =>
		pod.containers.flatMap(({ name, linuxNamespaces }) =>
			linuxNamespaces ? [[`${pod.name} ${name}`, linuxNamespaces] as const] : [],
		),
	);
	return Object.fromEntries(
		running.map(([name, namespaces]) => [
			name,
			Object.entries(namespaces)
				.map(([kind, { sharing }]) => `${kind} ${sharing}`)
				.join(', '),
		]),
	);
}
