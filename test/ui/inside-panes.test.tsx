import { describe, expect, test } from 'vitest';
import type { PodInside } from '../../source/core/inside/pod-inside.ts';
import { expectGolden } from '../helpers/golden.ts';
import { keys } from '../helpers/ui-render.tsx';
import { buildInside, buildProcess, lookedInto, tellInside } from './inside-builders.ts';
import { renderApp } from './render-app.tsx';
import { createRichStore } from './rich-node.ts';

const toPod = [...'jjjjj'];
const [processes, sockets] = [[']'], [']', ']']];

function createLookedInto(inside = buildInside()) {
	const store = createRichStore();
	tellInside(store, inside);
	return store;
}

describe('exact frames', () => {
	test.each([
		{ name: '80x24-processes', columns: 80, rows: 24, press: [...toPod, ...processes] },
		{ name: '120x40-processes', columns: 120, rows: 40, press: [...toPod, ...processes] },
		{ name: '200x60-processes', columns: 200, rows: 60, press: [...toPod, ...processes] },
		{ name: '40x12-processes', columns: 40, rows: 12, press: [...toPod, ...[keys.tab, keys.tab]] },
		{
			name: '80x24-processes-ascii',
			columns: 80,
			rows: 24,
			press: [...toPod, ...processes, 'J', 'J'],
			options: { ascii: true, color: false },
		},
		{ name: '80x24-sockets', columns: 80, rows: 24, press: [...toPod, keys.right, ...sockets] },
		{ name: '120x40-sockets', columns: 120, rows: 40, press: [...toPod, keys.right, ...sockets] },
		{ name: '40x12-sockets', columns: 40, rows: 12, press: [...toPod, keys.tab, keys.tab, keys.tab] },
		{
			name: '120x40-sockets-ascii',
			columns: 120,
			rows: 40,
			press: [...toPod, ...sockets],
			options: { ascii: true, color: false },
		},
		{ name: '80x24-usage', columns: 80, rows: 24, press: [...toPod, keys.right, 'u'] },
		{ name: '120x40-usage', columns: 120, rows: 40, press: [...toPod, keys.right, 'u'] },
	])('$name', async ({ name, columns, rows, press, options }) => {
		const ui = await renderApp({ columns, rows, options, store: createLookedInto() });
		await ui.press(...press);
		expect(ui.lines()).toHaveLength(rows);
		expectGolden(`ui/${name}.txt`, ui.frame());
	});
});

describe('what is read', () => {
	const wished = (ui: Awaited<ReturnType<typeof renderApp>>) => ui.wishes.at(-1);

	test('nothing, unless a pane shows it; then of the selected pod only', async () => {
		const ui = await renderApp();
		await ui.press(...toPod, 't', 'd', keys.escape);
		expect(ui.wishes).toEqual([undefined]);
		await ui.press('t', ...processes);
		expect(wished(ui)).toEqual({ pods: [{ podUid: lookedInto, want: { processes: true } }] });
		await ui.press(']');
		expect(wished(ui)).toEqual({ pods: [{ podUid: lookedInto, want: { sockets: true } }] });
		await ui.press('k');
		expect(wished(ui)?.pods?.[0]?.podUid).toMatch(/5$/);
		await ui.press(']');
		expect(wished(ui)).toBeUndefined();
	});

	test('nothing while help, a log or the menu stands over the pane, or the screen is frozen', async () => {
		const ui = await renderApp();
		await ui.press(...toPod, ...processes);
		for (const [open, close] of [
			['?', 'q'],
			['l', 'q'],
			['x', 'q'],
			['z', 'z'],
		] as const) {
			await ui.press(open);
			expect(wished(ui), open).toBeUndefined();
			await ui.press(close);
			expect(wished(ui), close).toEqual({ pods: [{ podUid: lookedInto, want: { processes: true } }] });
		}
	});

	test('what containers use only while the columns are asked for, and in sight', async () => {
		const ui = await renderApp({ columns: 60, rows: 12 });
		await ui.press('u');
		expect(wished(ui)).toEqual({ usageOfAll: true });
		await ui.press(keys.tab);
		expect(wished(ui)).toBeUndefined();
		await ui.press(keys.tab);
		expect(wished(ui)).toEqual({ pods: [{ podUid: expect.any(String), want: { processes: true } }] });
		await ui.press(keys.shiftTab, keys.shiftTab, 'u');
		expect(wished(ui)).toBeUndefined();
	});

	test('and the same wish is not said twice', async () => {
		const ui = await renderApp();
		await ui.press(...toPod, ...processes);
		const before = ui.wishes.length;
		ui.store.dispatch({ at: Date.UTC(2026, 4, 1, 13), source: 'clock', kind: 'tick' });
		await ui.settle();
		await ui.press('J', 'o', 'w');
		expect(ui.wishes).toHaveLength(before);
	});

	test('nothing any more once the screen is gone', async () => {
		const ui = await renderApp();
		await ui.press(...toPod, ...processes);
		ui.unmount();
		expect(wished(ui)).toBeUndefined();
	});
});

describe('the panes', () => {
	test('say that they read, why they cannot, and that nothing belongs to no pod', async () => {
		const ui = await renderApp();
		await ui.press(...toPod, ...processes);
		expect(ui.lines().find((line) => line.trim() === 'reading')).toBeDefined();
		const problems = [{ about: 'processes', detail: 'no\x1b[2J right', remedy: 'run as root' }] as const;
		tellInside(ui.store, { ...buildInside({ problems }), processes: undefined });
		await ui.settle();
		expect(ui.frame()).toContain('no\\x1b[2J right  → run as root');
		await ui.press('G');
		expect(ui.frame()).toContain('it belongs to no pod: nobody looks into it');
	});

	test('scroll to their last line, and no further', async () => {
		const many = Array.from({ length: 100 }, (_, index) =>
			buildProcess({ pid: 30_000 + index, command: `worker-${index}`, container: 'nginx' }),
		);
		const namespaces = [
			{ kind: 'shared', inode: 1, processes: many.map((process) => ({ ...process, depth: 0 })) },
		] as const;
		const ui = await renderApp({ store: createLookedInto(buildInside({ processes: { namespaces, omitted: 3 } })) });
		await ui.press(...toPod, ...processes, ...Array.from({ length: 120 }, () => 'J'));
		const pane = ui.lines().slice(-4, -1);
		expect(pane[0]).toContain('worker-99');
		expect(pane[2]).toContain('3 more processes are not shown');
		await ui.press('K');
		expect(ui.lines().at(-2)?.trim()).toBe('');
	});

	test('a pid namespace of each container has a tree of its own, one that nobody can read too', async () => {
		const own = (name: string, inode?: number) => ({
			kind: inode === undefined ? ('unknown' as const) : ('container' as const),
			...(inode !== undefined && { inode }),
			first: { pid: 7, command: name, name: `/${name} --serve` },
			processes: [{ ...buildProcess({ pid: 7, command: name, container: name }), depth: 0 }],
		});
		const host = { kind: 'host', inode: 9, processes: [] } as const;
		const namespaces = [own('nginx', 5), own('ghost'), host];
		const ui = await renderApp({
			rows: 50,
			store: createLookedInto(buildInside({ processes: { namespaces, omitted: 0 } })),
		});
		await ui.press(...toPod, ...processes);
		expect(ui.frame()).toContain(' pid 5 of nginx: PID 1 is /nginx --serve (pid 7)');
		expect(ui.frame()).toContain(' pid namespace (not readable) of ghost: PID 1 is /ghost --serve (pid 7)');
		expect(ui.frame()).toContain(" pid 9, the node's: only the pod's processes are shown");
	});

	test('sockets: an address that is not the API’s is said, and what could not be read', async () => {
		const inside = buildInside();
		const changed = {
			...inside.sockets,
			host: true,
			incomplete: true as const,
			ownersUnknown: { reason: 'not root', remedy: 'sudo' },
		};
		const addresses = { ...inside.addresses, ipMatches: false, missingIps: ['10.244.0.9'] };
		const ui = await renderApp({
			rows: 60,
			store: createLookedInto({ ...inside, sockets: changed, addresses } as PodInside),
		});
		await ui.press(...toPod, ...sockets);
		expect(ui.frame()).toContain(" net 4026532609, the node's: only the pod's own sockets are shown");
		expect(ui.frame()).toContain("the API's podIP 10.244.0.9 is not here");
		expect(ui.frame()).toContain('address 10.244.0.7');
		expect(ui.frame()).toContain("the kernel's tables are longer than what was read");
		expect(ui.frame()).toContain('not all owners are known: not root  → sudo');
		expect(ui.lineWith('127.0.0.1:6010')).toMatch(/6010 +\? /);
	});

	test('a pod whose processes are gone keeps no old ones', async () => {
		const ui = await renderApp({ store: createLookedInto() });
		await ui.press(...toPod, ...processes);
		expect(ui.frame()).toContain('nginx: worker process');
		ui.store.dispatch({ at: Date.UTC(2026, 4, 1, 12, 5), source: 'proc', kind: 'inside-closed', podUid: lookedInto });
		await ui.settle();
		expect(ui.frame()).not.toContain('nginx: worker process');
	});
});

describe('ports on the container rows', () => {
	test('what was seen to listen stands plain, what only the spec says in parentheses', async () => {
		const ui = await renderApp({ columns: 160, store: createRichStore() });
		await ui.press(...toPod, keys.right);
		expect(ui.lineWith('ghost  ')).toContain('(:2368)');
		tellInside(ui.store);
		await ui.settle();
		expect(ui.lineWith('ghost  ')).toMatch(/ :2368 lo:9229 /);
		expect(ui.lineWith('nginx  ')).toMatch(/ :80 +net/);
	});
});
