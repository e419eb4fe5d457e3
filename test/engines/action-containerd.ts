import { labContainerd } from '../helpers/engine-lab.ts';
import { startLines } from './action-child.ts';
import type { ActionRuntime, RuntimeEvent } from './action-runtime.ts';
import { parseTasks } from './ctr-truth.ts';
import { runCommand } from './run-command.ts';

const ctrArgs = ['--address', labContainerd, '--namespace', 'k8s.io'];
const ctr = (...args: string[]) => runCommand('ctr', [...ctrArgs, ...args]);

type Owner = Pick<RuntimeEvent, 'pod' | 'container' | 'attempt'>;
type CtrLine = { topic: string; at: number; id: string; exitCode?: number };

export const containerdRuntime: ActionRuntime = {
	name: 'containerd',
	async record() {
		const lines: CtrLine[] = [];
		const owners = new Map<string, Owner | undefined>();
		const child = startLines('ctr', [...ctrArgs, 'events'], {}, (text) => {
			const line = parseLine(text);
			if (line === undefined) return;
			lines.push(line);
			// no event names the pod, and once the kubelet has removed it nobody knows any more
			if (line.topic === '/containers/create') void findOwner(line.id).then((owner) => owners.set(line.id, owner));
		});
		return {
			events: () =>
				lines.flatMap((line): RuntimeEvent[] => {
					const owner = owners.get(line.id);
					const what = topics[line.topic];
					return owner && what ? [{ ...owner, what, at: line.at, id: line.id, exitCode: line.exitCode }] : [];
				}),
			stop: child.stop,
		};
	},
	async findPid(id) {
		const pid = parseTasks(await ctr('tasks', 'list')).get(id);
		if (pid === undefined) throw new Error(`${id} does not run`);
		return pid;
	},
	async stopPause(id) {
		await ctr('task', 'kill', '--signal', 'SIGTERM', id);
	},
	commands: {
		'Restart sandbox': /^ctr -n k8s\.io task kill -s SIGTERM [0-9a-f]{64}$/,
		'Kill pause': /^ctr -n k8s\.io task kill -s SIGKILL [0-9a-f]{64}$/,
		'Stop sandbox': /^crictl stopp [0-9a-f]{12}$/,
		'Restart container': /^crictl stop -t 2 [0-9a-f]{12}$/,
		'Kill container': /^ctr -n k8s\.io task kill -s SIGKILL [0-9a-f]{64}$/,
	},
};

const topics: Readonly<Record<string, RuntimeEvent['what']>> = {
	'/containers/create': 'created',
	'/tasks/start': 'started',
	'/tasks/exit': 'ended',
};

/** `2026-11-21 23:06:19.457100231 +0000 UTC k8s.io /tasks/exit {"container_id":…}`. The end of an exec is nobody's end. */
function parseLine(text: string): CtrLine | undefined {
	const match = /^(\S+) (\S+) \+0000 UTC k8s\.io (\S+) (\{.*\})$/.exec(text);
	if (match === null) return undefined;
	const [, day, time, topic = '', json = ''] = match;
	const event = JSON.parse(json) as Record<string, string | number | undefined>;
	const id = String(event.container_id ?? event.id ?? '');
	if (topic === '/tasks/exit') {
		// 0 is left out
		const exitCode = Number(event.exit_status ?? 0);
		return event.id === id ? { topic, id, at: cutTime(String(event.exited_at)), exitCode } : undefined;
	}
	return { topic, id, at: cutTime(`${day}T${time}Z`) };
}

/** Date.parse cuts what is finer than a millisecond. */
function cutTime(text: string): number {
	const time = Date.parse(text);
	if (Number.isNaN(time)) throw new Error(`not a time: ${text}`);
	return time;
}

/** The name that the CRI plugin gives ends with the attempt: `<container>_<pod>_<namespace>_<uid>_<attempt>`. */
async function findOwner(id: string): Promise<Owner | undefined> {
	const { Labels, Extensions } = JSON.parse(await ctr('containers', 'info', id)) as {
		Labels: Record<string, string> | null;
		Extensions: Record<string, { value: string }> | null;
	};
	const kind = Labels?.['io.cri-containerd.kind'];
	const value = Extensions?.[`io.cri-containerd.${kind}.metadata`]?.value;
	if (Labels == null || value === undefined) return undefined;
	const { Name } = JSON.parse(Buffer.from(value, 'base64').toString()).Metadata as { Name: string };
	return {
		pod: Labels['io.kubernetes.pod.name'] ?? '',
		container: kind === 'sandbox' ? 'POD' : (Labels['io.kubernetes.container.name'] ?? ''),
		attempt: Number(/_(\d+)$/.exec(Name)?.[1]),
	};
}
