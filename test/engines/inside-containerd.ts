import { labContainerd } from '../helpers/engine-lab.ts';
import { parseTasks } from './ctr-truth.ts';
import { type InsideRuntime, parsePids } from './inside-runtime.ts';
import { runCommand } from './run-command.ts';

const ctr = (...args: string[]) => runCommand('ctr', ['--address', labContainerd, '--namespace', 'k8s.io', ...args]);

export const containerdInside: InsideRuntime = {
	name: 'containerd',
	async find(pod) {
		const filter = `labels."io.kubernetes.pod.name"==${pod}`;
		const ids = (await ctr('containers', 'list', '--quiet', filter)).split('\n').filter((id) => id !== '');
		const pids = parseTasks(await ctr('tasks', 'list'));
		const living = ids.flatMap((id) => {
			const pid = pids.get(id);
			return pid === undefined ? [] : [{ id, pid }];
		});
		return Promise.all(
			living.map(async ({ id, pid }) => {
				const { Labels } = JSON.parse(await ctr('containers', 'info', id)) as { Labels: Record<string, string> };
				return { name: Labels['io.kubernetes.container.name'] ?? 'pause', id, pid };
			}),
		);
	},
	async top(id) {
		return parsePids(await ctr('tasks', 'ps', id), 0);
	},
};
