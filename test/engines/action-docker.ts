import { startLines } from './action-child.ts';
import type { ActionRuntime, RuntimeEvent } from './action-runtime.ts';
import { parseKubeletName } from './docker-truth.ts';
import { runCommand } from './run-command.ts';

const actions: Readonly<Record<string, RuntimeEvent['what']>> = {
	create: 'created',
	start: 'started',
	kill: 'told',
	die: 'ended',
};

/** One line of `docker events --format '{{json .}}'`: the part of interest. */
type DockerLine = { Action: string; timeNano: number; id: string; Actor: { Attributes: Record<string, string> } };

export const dockerRuntime: ActionRuntime = {
	name: 'docker',
	async record() {
		const events: RuntimeEvent[] = [];
		// from now on, whenever the stream begins
		const since = (Date.now() / 1000).toFixed(3);
		const args = ['events', '--since', since, '--filter', 'type=container', '--format', '{{json .}}'];
		const child = startLines('docker', args, {}, (line) => {
			const event = describeLine(line);
			if (event) events.push(event);
		});
		return { events: () => events, stop: child.stop };
	},
	async findPid(id) {
		return Number(await runCommand('docker', ['inspect', '--format', '{{.State.Pid}}', id]));
	},
	async stopPause(id) {
		await runCommand('docker', ['stop', id]);
	},
	commands: {
		'Restart sandbox': /^docker stop [0-9a-f]{12}$/,
		'Kill pause': /^docker kill [0-9a-f]{12}$/,
		'Restart container': /^docker stop -t 2 [0-9a-f]{12}$/,
		'Kill container': /^docker kill [0-9a-f]{12}$/,
	},
};

function describeLine(line: string): RuntimeEvent | undefined {
	const { Action, id, Actor } = JSON.parse(line) as DockerLine;
	const { name = '', signal, exitCode } = Actor.Attributes;
	const what = actions[Action];
	const named = parseKubeletName(name);
	if (what === undefined || named === undefined) return undefined;
	return {
		at: readMilliseconds(line),
		what,
		id,
		pod: named.pod,
		container: named.container,
		attempt: named.attempt,
		...(signal !== undefined && { signal: Number(signal) }),
		...(exitCode !== undefined && { exitCode: Number(exitCode) }),
	};
}

/** Nanoseconds since the epoch are too many digits for a number. */
function readMilliseconds(line: string): number {
	const digits = /"timeNano":(\d+)/.exec(line)?.[1];
	if (digits === undefined) throw new Error(`an event without a time: ${line}`);
	return Number(digits.slice(0, -6));
}
