// Run as a child process: becomes nobody where it is root, tries to run the source, prints what it says.
import { createDockerSource } from '../../../source/adapters/docker/docker-source.ts';
import { SourceError } from '../../../source/core/source.ts';
import { realClock } from '../real-clock.ts';

// nobody may not be allowed to read the modules either
await import('dockerode');
process.setegid?.(65_534);
process.seteuid?.(65_534);
const source = createDockerSource({
	endpoint: { kind: 'unix', path: process.argv[2] ?? '' },
	inspect: 'all',
	clock: realClock,
});
try {
	await source.run(() => {}, new AbortController().signal);
} catch (error) {
	const { message, remedy, health } = error instanceof SourceError ? error : new SourceError(String(error));
	console.log(JSON.stringify({ message, remedy, health }));
}
process.exit();
