// Run as a child process: becomes nobody where it is root, tries to kill a container, prints what it is told.
import { actDocker } from '../../../source/adapters/docker/act-docker.ts';
import { SourceError } from '../../../source/core/source.ts';

// nobody may not be allowed to read the modules either
await import('dockerode');
process.setegid?.(65_534);
process.seteuid?.(65_534);
try {
	await actDocker({ kind: 'unix', path: process.argv[2] ?? '' }, { id: 'a'.repeat(64), means: 'docker-kill' });
} catch (error) {
	const { message, remedy } = error instanceof SourceError ? error : new SourceError(String(error));
	console.log(JSON.stringify({ message, remedy }));
}
process.exit();
