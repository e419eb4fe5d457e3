/**
 * The image that pauses are made of, as cri-dockerd or a kubelet with dockershim was told on its command line (/proc/PID/cmdline). Of
 * repeated flags the last counts.
 */
export function parsePauseImageFlag(cmdline: string): string | undefined {
	const words = cmdline.replace(/\0+$/, '').split('\0');
	let found: string | undefined;
	for (const [index, word] of words.entries()) {
		const match = /^--pod[-_]infra[-_]container[-_]image(?:=(.*))?$/s.exec(word);
		if (match) found = match[1] ?? words[index + 1];
	}
	return found === '' || found?.startsWith('--') ? undefined : found;
}
