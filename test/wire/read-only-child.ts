// Run as a child process, because what has been loaded cannot be told in the test's own. Prints what came of a run in which
// everything is tried. Arguments: `flag` or `nobody` (who may not write to the socket), then the runtime and the host root.
import { registerHooks } from 'node:module';
import { wire } from '../../source/wire.ts';

const [mode, runtime = '', hostRoot = ''] = process.argv.slice(2);
const loaded: string[] = [];
registerHooks({
	load(url, context, next) {
		loaded.push(url);
		return next(url, context);
	},
});
// access(2) asks for the real user
if (mode === 'nobody' && process.getuid?.() === 0) {
	process.setgid?.(65_534);
	process.setuid?.(65_534);
}
const readOnly = mode === 'flag' ? '--read-only' : undefined;
const wiring = await wire({ runtimes: [runtime], kube: false, hostRoot, environment: {}, home: hostRoot, readOnly });
const target = {
	podUid: 'uid',
	kubeNamespace: 'default',
	pod: 'web',
	role: 'container',
	container: 'nginx',
	id: 'a'.repeat(64),
	runtime: 'docker',
	pid: process.pid,
	startTicks: 1,
} as const;
const actions = await wiring.act(
	(['docker-stop', 'docker-kill', 'task-kill', 'stop-container', 'signal-kill'] as const).map((means) => ({
		kind: 'kill-container',
		means,
		target,
		confirmed: 'flag',
	})),
);
const listActors = () => loaded.filter((url) => /\/(act-docker|act-cri|send-signal)\.ts/.test(url));
const actors = listActors();
// nobody may not be allowed to read the modules
if (mode === 'flag') await import('../../source/adapters/docker/act-docker.ts');
process.stdout.write(
	JSON.stringify({
		readOnly: wiring.readOnly,
		actions: actions.map(({ status, message }) => `${status}: ${message}`),
		actors,
		...(mode === 'flag' && { control: listActors().length }),
	}),
);
process.exit();
