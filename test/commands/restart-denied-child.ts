// Run as a child process, because a user cannot be changed back. Restarts a pod as somebody who may not write to the runtime's
// socket, and prints what came of it. Arguments: the runtime, the kubeconfig and the host root.
import { runRestart } from '../../source/commands/restart.ts';

const [runtime = '', kubeconfig = '', hostRoot = ''] = process.argv.slice(2);
// access(2) asks for the real user
if (process.getuid?.() === 0) {
	process.setgid?.(65_534);
	process.setuid?.(65_534);
}
let [stdout, stderr] = ['', ''];
const code = await runRestart(
	{
		names: ['pause-test2'],
		kubeNamespace: 'default',
		kill: false,
		stop: false,
		yes: true,
		wait: true,
		columns: 100,
		ascii: false,
	},
	{ runtimes: [runtime], kube: true, kubeconfig, hostRoot, environment: {}, home: hostRoot },
	{
		out: (text) => {
			stdout += text;
		},
		err: (text) => {
			stderr += text;
		},
		signal: new AbortController().signal,
	},
);
process.stdout.write(JSON.stringify({ code, stdout, stderr }));
