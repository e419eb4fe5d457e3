import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FindingRuntime, pauseImage } from './finding-runtime.ts';
import { runCommand } from './run-command.ts';

const docker = async (...args: string[]) => (await runCommand('docker', args)).trim();
const inspect = (id: string, field: string) => docker('inspect', '--format', `{{${field}}}`, id);

export const dockerFindings: FindingRuntime = {
	name: 'docker',
	async findPauses(pod) {
		const labels = ['-f', `label=io.kubernetes.pod.name=${pod}`, '-f', 'label=io.kubernetes.docker.type=podsandbox'];
		return (await docker('ps', '-q', '--no-trunc', ...labels)).split('\n').filter((id) => id !== '');
	},
	findPid: async (id) => Number(await inspect(id, '.State.Pid')),
	findEnd: async (id) => Date.parse(await inspect(id, '.State.FinishedAt')),
	stopPause: async (id) => void (await docker('stop', id)),
	restartPause: async (id) => void (await docker('restart', id)),
	removePause: async (id) => void (await docker('rm', '--force', id)),
	async runSecondSandbox(pod) {
		const [first = ''] = await this.findPauses(pod);
		const labels = JSON.parse(await docker('inspect', '--format', '{{json .Config.Labels}}', first)) as object;
		const name = (await inspect(first, '.Name')).replace(/^\//, '').replace(/_0$/, '_1');
		const parent = await inspect(first, '.HostConfig.CgroupParent');
		const given = Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]);
		const place = ['--network', 'none', '--ipc', 'shareable', '--cgroup-parent', parent];
		return docker('run', '--detach', '--name', name, ...place, ...given, pauseImage);
	},
	async runTwice(_pod, _uid, first) {
		await docker('start', first);
		return first;
	},
	stopContainer: async (id) => void (await docker('stop', '--time', '0', id)),
	async hidePauseImage() {
		const directory = await mkdtemp(join(tmpdir(), 'pausetop-image-'));
		const file = join(directory, 'pause.tar');
		await docker('save', '--output', file, pauseImage);
		await docker('rmi', '--force', '--no-prune', pauseImage);
		return async () => {
			await docker('load', '--input', file);
			await rm(directory, { recursive: true });
		};
	},
};
