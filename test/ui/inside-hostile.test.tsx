import { expect, test } from 'vitest';
import type { PodInside } from '../../source/core/inside/pod-inside.ts';
import type { SocketOwner } from '../../source/core/inside/pod-sockets.ts';
import { keys } from '../helpers/ui-render.tsx';
import { buildInside, buildProcess, lookedInto, tellInside } from './inside-builders.ts';
import { renderApp } from './render-app.tsx';
import { buildLines, renderLog } from './render-log.tsx';
import { createRichStore } from './rich-node.ts';

const evil = 'x\x1b[2J\x1b]0;owned\x07\r\n\u202e\u009b31m';
/** Every character of a frame that could do something to a terminal. */
const dangerous = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

function buildHostile(): PodInside {
	const owners: SocketOwner[] = [{ container: evil, containerId: evil, pids: [1], command: evil }];
	const process = buildProcess({ pid: 5, command: evil, commandLine: evil.repeat(500), container: evil, user: evil });
	const reference = { pid: 5, command: evil, container: evil };
	return buildInside({
		processes: {
			omitted: 0,
			namespaces: [
				{
					kind: 'shared',
					inode: 1,
					first: { ...reference, name: evil },
					zombies: { pids: [7], parents: [{ parent: reference, count: 1 }], reaper: { ...reference, pid: 1 } },
					processes: [
						{ ...process, depth: 40 },
						{ ...process, depth: 1, zombie: true, state: 'Z' },
					],
				},
			],
		},
		sockets: {
			netNamespace: 1,
			host: false,
			listening: [{ protocol: 'tcp', local: { address: evil, port: 1 }, uid: 0, inode: 1, owners }],
			connections: [],
			flows: [{ from: evil, to: evil, port: 1, count: 2 }],
			others: [],
			unix: { count: 1, listening: [{ type: 'dgram', inode: 2, path: evil, owners }] },
			omitted: { listening: 1, connections: 0, flows: 1, unixListening: 0 },
			ownersUnknown: { reason: evil, remedy: evil },
		},
		addresses: { addresses: [], interfaces: [], ipMatches: false, missingIps: [evil] },
		problems: [
			{ about: 'processes', detail: evil, remedy: evil },
			{ about: 'sockets', detail: evil },
		],
	});
}

test('text of processes and sockets is drawn as text', async () => {
	const store = createRichStore();
	tellInside(store, buildHostile());
	const ui = await renderApp({ columns: 160, rows: 60, store });
	await ui.press(...'jjjjj', keys.right);
	for (const pane of ['Processes', 'Sockets']) {
		await ui.press(']');
		expect(ui.frame()).toContain(pane);
		expect(ui.frame()).toContain('x\\x1b[2J');
		expect(ui.frame()).not.toMatch(dangerous);
		expect(ui.lines()).toHaveLength(60);
	}
});

test('text of logs, their failures, shells and searches too', async () => {
	const ui = await renderLog();
	await ui.write(buildLines([evil, `${evil}${evil}`]));
	expect(ui.frame()).not.toMatch(dangerous);
	expect(ui.frame()).toContain('\\u202e');
	await ui.press('/', '\u202e\u009b(', keys.enter, '/', 'x', keys.enter, 'w');
	expect(ui.frame()).not.toMatch(dangerous);
	ui.log().fail(new Error(evil));
	await ui.settle();
	expect(ui.frame()).not.toMatch(dangerous);
	expect(ui.frame()).toContain('x\\x1b[2J');
	await ui.press('q', 's');
	ui.shells[0]?.end({ message: evil, remedy: evil });
	await ui.settle();
	await ui.settle();
	expect(ui.frame()).not.toMatch(dangerous);
});

test('5,000 processes are scrolled through without delay', async () => {
	const store = createRichStore();
	const many = Array.from({ length: 5_000 }, (_, index) => ({
		...buildProcess({
			pid: 30_000 + index,
			command: 'worker',
			commandLine: `worker ${'x'.repeat(200)}`,
			container: 'nginx',
		}),
		depth: index % 20,
	}));
	const namespaces = [{ kind: 'shared', inode: 1, processes: many }] as const;
	tellInside(store, buildInside({ podUid: lookedInto, processes: { namespaces, omitted: 0 } }));
	const ui = await renderApp({ store });
	await ui.press(...'jjjjj', ']');
	const began = performance.now();
	for (let step = 0; step < 50; step++) await ui.press('J');
	// each reading is measured once, each frame draws what is in sight
	expect(performance.now() - began).toBeLessThan(5_000);
	expect(ui.frame()).toContain('30057');
});
