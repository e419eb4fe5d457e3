import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Lab } from '../helpers/engine-lab.ts';
import { until } from '../helpers/engine-until.ts';
import { runCommand } from './run-command.ts';

type Container = { name: string; image: string; imagePullPolicy: string; command?: readonly string[] };
type Spec = { containers: Container[] } & Record<string, unknown>;

const label = 'test=lab5';

/** A shell command as a container of busybox. */
const run = (name: string, script: string, more = {}): Container => ({
	name,
	image: 'busybox',
	imagePullPolicy: 'IfNotPresent',
	command: ['sh', '-c', script],
	...more,
});

/** What ghost says takes its time, so that a wget is still waiting when it is looked for. */
const slowGhost = `mkdir /www/cgi-bin; printf '#!/bin/sh\\nsleep 100000\\n' >/www/cgi-bin/slow; chmod +x /www/cgi-bin/slow
exec httpd -f -p 2368 -h /www`;

/** Three that end under a parent which has become a program that knows nothing of them. PID 1 is not its parent. */
const bereave = `(sh -c 'for n in 1 2 3; do sleep 1 & done; exec sleep 99999' &); exec sleep 100000`;

/** The streams are written down side by side: without the pause, what comes on the other one may be in the midst of a long line. */
const talk = `echo one; echo two >&2; sleep 1; printf '\\033[31mred\\033[0m \\t\\303\\251 \\342\\202\\254\\n'
head -c 1000000 /dev/zero | tr '\\0' x; echo; seq 1 100000; echo; echo last; exec sleep 100000`;

const twice = `n=$(cat /keep/n 2>/dev/null || echo 0); echo $((n + 1)) >/keep/n; echo "run $n"; [ "$n" = 0 ] && exit 4; exec sleep 100000`;

/** The pods of these tests, and nobody else's: like the lab's own but for what the tests need to hold still. */
const specs = {
	'lab5-zombies-own': { containers: [run('main', bereave)] },
	'lab5-zombies-shared': { shareProcessNamespace: true, containers: [run('main', bereave)] },
	'lab5-host': { hostNetwork: true, containers: [run('main', 'exec nc -ll -p 18391 -e cat')] },
	// tail keeps the only line of an endless file, until the kernel ends it for that
	'lab5-busy': {
		containers: [
			run('main', 'tail /dev/zero; while :; do :; done', { resources: { limits: { cpu: '100m', memory: '20Mi' } } }),
		],
	},
	'lab5-talk': {
		volumes: [{ name: 'keep', emptyDir: {} }],
		containers: [run('talk', talk), run('twice', twice, { volumeMounts: [{ name: 'keep', mountPath: '/keep' }] })],
	},
	'lab5-wait': {
		restartPolicy: 'Never',
		containers: [run('main', 'echo before; until [ -e /go ]; do sleep 0.1; done; echo after; exit 3')],
	},
} as const satisfies Record<string, Spec>;

/** Makes the pods and waits until they run. */
export async function createInsidePods({ env }: Lab): Promise<void> {
	await removeInsidePods(env, true);
	const own = await readOwn();
	const items = Object.entries({ ...specs, 'lab5-own': own }).map(([name, spec]) => describePod(name, spec));
	const directory = await mkdtemp(join(tmpdir(), 'pausetop-inside-'));
	try {
		await writeFile(join(directory, 'pods.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
		await runCommand('kubectl', ['create', '--filename', join(directory, 'pods.json')], env);
	} finally {
		await rm(directory, { recursive: true });
	}
	await until('the pods run', 60, async () => {
		const rows = await runCommand('kubectl', ['get', 'pods', '--selector', label, '--no-headers'], env);
		const ready = rows.split('\n').filter((row) => /^\S+ +(\d)\/\1 +Running/.test(row));
		return ready.length === items.length ? true : undefined;
	});
}

/** The kubelet takes about ten seconds for it, for which only who makes them anew has to wait. */
export async function removeInsidePods(env: Record<string, string>, wait = false): Promise<void> {
	const how = ['--grace-period=1', `--wait=${wait}`];
	await runCommand('kubectl', ['delete', 'pods', '--selector', label, ...how], env);
}

function describePod(name: string, spec: Spec): object {
	const [key = '', value = ''] = label.split('=');
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: { name, labels: { [key]: value } },
		spec: { terminationGracePeriodSeconds: 1, ...spec },
	};
}

/** The lab's pause-test, with a ghost that is slow when it is asked to. */
async function readOwn(): Promise<Spec> {
	const file = join(process.env.PAUSETOP_LAB ?? '', 'pods/pause-test.yaml');
	const { spec } = parse(await readFile(file, 'utf8')) as { spec: Spec };
	const containers = spec.containers.map((container) =>
		container.name === 'ghost' ? { ...container, command: ['sh', '-c', slowGhost] } : container,
	);
	return { ...spec, containers };
}
