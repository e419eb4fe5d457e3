import type { LogTarget } from './log-options.ts';

/** The folder of a container's log files, `<attempt>.log`, by the kubelet's custom (kuberuntime/helpers.go). */
export function formatLogDirectory({ kubeNamespace, pod, podUid, container }: LogTarget): string {
	return `/var/log/pods/${kubeNamespace}_${pod}_${podUid}/${container}`;
}

/** `3.log` → 3. Undefined for others, among them rotated ones: `3.log.20261122-040151`. */
export function parseLogName(name: string): number | undefined {
	const attempt = /^(\d{1,9})\.log$/.exec(name)?.[1];
	return attempt === undefined ? undefined : Number(attempt);
}
