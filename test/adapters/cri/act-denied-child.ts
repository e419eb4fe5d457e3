// Run as another user than the socket's owner: prints what a kill is answered. Argument: the socket.
import { actCri } from '../../../source/adapters/cri/act-cri.ts';
import { SourceError } from '../../../source/core/source.ts';

// root may open everything; 65534 is nobody
if (process.getuid?.() === 0) {
	process.setgid?.(65_534);
	process.setuid?.(65_534);
}
try {
	await actCri({ path: process.argv[2] ?? '' }, { id: 'a'.repeat(64), role: 'container', means: 'task-kill' });
} catch (error) {
	if (!(error instanceof SourceError)) throw error;
	const { message, remedy } = error;
	process.stdout.write(JSON.stringify({ message, remedy }));
}
