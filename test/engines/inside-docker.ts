import { parseKubeletName } from './docker-truth.ts';
import { type InsideRuntime, parsePids } from './inside-runtime.ts';
import { runCommand } from './run-command.ts';

const docker = (...args: string[]) => runCommand('docker', args);

export const dockerInside: InsideRuntime = {
	name: 'docker',
	async find(pod) {
		const label = `label=io.kubernetes.pod.name=${pod}`;
		const ids = (await docker('ps', '--quiet', '--no-trunc', '--filter', label)).split('\n').filter((id) => id !== '');
		if (ids.length === 0) return [];
		const lines = await docker('inspect', '--format', '{{.Id}} {{.State.Pid}} {{.Name}}', ...ids);
		return lines.split('\n').flatMap((line) => {
			const [id = '', pid, name = ''] = line.split(' ');
			const container = parseKubeletName(name)?.container;
			return container === undefined ? [] : [{ name: container === 'POD' ? 'pause' : container, id, pid: Number(pid) }];
		});
	},
	async top(id) {
		return parsePids(await docker('top', id, '-o', 'pid'), 0);
	},
};
