// Run as another user than the socket's owner: prints how the source ends. Argument: the socket.
import { createCriSource } from '../../../source/adapters/cri/cri-source.ts';
import { SourceError } from '../../../source/core/source.ts';
import { realClock } from '../real-clock.ts';

// root may open everything; 65534 is nobody
if (process.getuid?.() === 0) {
	process.setgid?.(65_534);
	process.setuid?.(65_534);
}
const endpoint = { path: process.argv[2] ?? '' };
const source = createCriSource({ endpoint, name: 'containerd', inspect: 'all', clock: realClock });
try {
	await source.run(() => {}, new AbortController().signal);
} catch (error) {
	if (!(error instanceof SourceError)) throw error;
	const { message, remedy, health } = error;
	process.stdout.write(JSON.stringify({ message, remedy, health }));
}
