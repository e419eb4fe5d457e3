import type { Key } from '../helpers/terminal-keys.ts';
import type { Scene, Step } from './scene.ts';

const demo = ['demo', '--seed', '1'];
const normal = { columns: 120, rows: 36 };

/** The cursor on pause-test2, by walking down to it: a filter would take the others away. */
const down: readonly Key[] = ['down', 'down', 'down', 'down', 'down'];
const select: Step = { press: down };
/** Times come with the inspections, after the listing. */
const hasTimes = (screen: string) => !/ [0-9a-f]{12} +(Up|Exited \(\d+\))( {2}|$)/m.test(screen);
const timed: Step = { waitFor: hasTimes };
/** All sources have answered: the last pod is there, and no source still connects. */
const ready: Step = {
	waitFor: (screen) => /static-web\S* +1\/1 +Running/.test(screen) && !screen.includes('○') && hasTimes(screen),
};
const unfold: readonly Step[] = [{ press: ['enter'] }, { waitFor: /busybox +[0-9a-f]{12}/ }, timed];

/** The pictures of the README, and of the sizes and states that are easy to break. */
export const scenes: readonly Scene[] = [
	{ name: 'overview', args: demo, ...normal, steps: [ready] },
	{ name: 'unfolded', args: demo, ...normal, steps: [ready, select, ...unfold] },
	{
		name: 'timeline',
		args: demo,
		columns: 120,
		rows: 64,
		eventsFrom: /kill +pause #0/,
		steps: [
			ready,
			select,
			...unfold,
			{ press: [']', ']', ']'] },
			// About twelve seconds after the start somebody stops its pause
			{ waitFor: /PodChanged +pod .* → 3\/3 Running/, timeout: 40_000 },
			// the API server's events come in their own time: each of the three containers has been pulled, made and started twice
			{ waitFor: (screen) => screen.match(/×2 (Container image|Created|Started)/g)?.length === 9 },
		],
	},
	{
		name: 'confirmation',
		args: demo,
		...normal,
		steps: [
			ready,
			select,
			{ press: ['x', 'down'] },
			{ waitFor: /goes? down|go down/ },
			{ press: ['enter'] },
			{ waitFor: /\[Restart sandbox\]/ },
		],
	},
	{
		name: 'restarts',
		args: demo,
		columns: 120,
		rows: 44,
		eventsFrom: /recycle #0/,
		steps: [
			ready,
			select,
			{ press: ['[', '['] },
			// about twelve seconds after the start somebody stops its pause
			{ waitFor: /recycle #0 → #1.*Ready after/, timeout: 40_000 },
		],
	},
	{
		name: 'findings',
		args: [],
		onNode: true,
		columns: 120,
		rows: 44,
		steps: [
			ready,
			// a pause that docker has started again has an empty network, and without a kubelet it stays so
			{ act: (node) => node.kubelet.stop() },
			{ act: (node) => node.run({ do: 'restart', id: node.findContainer('pause-test')?.id ?? '' }) },
			{ waitFor: /2 findings[\s\S]*pause-test +\d\/3 +▲/, timeout: 50_000 },
			{ press: ['f', 'f'] },
			{ waitFor: /behind the kubelet's back/ },
		],
	},
	{
		name: 'processes',
		args: demo,
		...normal,
		steps: [ready, select, { press: [']'] }, { waitFor: /PID 1 is \/pause[\s\S]*node current/ }],
	},
	{
		name: 'sockets',
		args: demo,
		...normal,
		steps: [ready, select, { press: [']', ']'] }, { waitFor: /nginx → ghost:2368/ }],
	},
	{
		name: 'logs',
		args: demo,
		...normal,
		steps: [
			ready,
			select,
			{ press: ['l'] },
			{ waitFor: /Whose log/ },
			{ press: ['down', 'enter'] },
			{ waitFor: /Log of ghost/ },
			// the end moves on, the beginning stays
			{ waitFor: /-(\d+) of \1\b/ },
			{ press: ['g'] },
			{ waitFor: /Ghost is running/ },
		],
	},
	{
		name: 'details',
		args: demo,
		...normal,
		steps: [ready, select, { press: ['d'] }, { waitFor: 'kind: Pod' }],
	},
	{ name: 'help', args: demo, ...normal, steps: [ready, { press: ['?'] }, { waitFor: /Filter and sort/ }] },
	{ name: 'filter', args: demo, ...normal, steps: [ready, { press: ['/', ...'!Running'] }, { waitFor: /of 10 pods/ }] },
	{ name: 'small', args: demo, columns: 80, rows: 24, steps: [ready, select, ...unfold] },
	{
		name: 'large',
		args: demo,
		columns: 200,
		rows: 60,
		steps: [ready, { press: ['t'] }, { waitFor: /app +[0-9a-f]{12}/ }, timed],
	},
	{
		name: 'no-color',
		args: demo,
		...normal,
		env: { NO_COLOR: '1' },
		steps: [ready, select, ...unfold],
	},
	{
		name: 'without-api',
		args: [...demo, '--no-kube'],
		...normal,
		steps: [
			{ waitFor: (screen) => /static-web\S* .* Ready/.test(screen) && !screen.includes('○') && hasTimes(screen) },
		],
	},
	{
		name: 'degraded',
		args: [],
		onNode: true,
		...normal,
		steps: [ready, select, ...unfold, { act: (node) => node.docker.stop() }, { waitFor: /docker failed: / }],
	},
	{
		name: 'cri-o',
		args: [...demo, '--runtime', 'cri-o'],
		...normal,
		steps: [
			ready,
			{ press: ['/', ...'pause-test$'] },
			{ press: ['enter'] },
			{ press: ['enter'] },
			{ waitFor: /infra: dropped \(namespaces pinned\)/ },
			timed,
		],
	},
	{
		name: 'nothing-found',
		args: ['--runtime', 'docker:///none/docker.sock', '--kubeconfig', '/none/kubeconfig', '--host-root', '/none'],
		...normal,
		steps: [{ waitFor: /docker failed.*api failed.*proc unsupported/ }],
	},
	{ name: 'get', args: ['get', '-A', '--demo'], columns: 160, rows: 11, prints: true, steps: [] },
	{ name: 'get-wide', args: ['get', '-A', '-o', 'wide', '--demo'], columns: 210, rows: 11, prints: true, steps: [] },
];
