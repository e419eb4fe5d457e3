import { expect, test } from 'vitest';
import { isRight, parseContainerJson, parseContainerRows } from './container-rows.ts';

const screen = ` NAMESPACE   POD       READY  STATUS   RESTARTS  AGE
 default   ▾ web-1     3/3    Running  0         65m    10.244.0.121  a139077e #0  4026540750  net ipc
   pause    a139077e3993  Up 65m     pid 6118   #0            net ■ ipc ■ uts ■ pid ■
   nginx    e1785f284fd1  Up 65m     pid 22014  #0   (:80)    net = ipc = uts ≠ pid ≠
   ghost    797a4790fe7b  Exited (1)            #0
 10:00:00.000  docker  die  default/web-1 nginx #0  exit 137`;

const pid = { a139077e3993: 6118, e1785f284fd1: 22014 };

function json(pids: Record<string, number>): string {
	const of = (id: string) => ({ id: id.padEnd(64, '0'), pid: pids[id] });
	return JSON.stringify({
		pods: [{ sandboxes: [of('a139077e3993')], containers: [of('e1785f284fd1'), of('797a4790fe7b')] }],
	});
}

test('the rows of containers on a screen tell their processes', () => {
	expect([...parseContainerRows(screen)]).toEqual([
		['a139077e3993', 6118],
		['e1785f284fd1', 22014],
		['797a4790fe7b', undefined],
	]);
});

test('a screen is right when each of its rows is, and wrong when it has none', () => {
	const shown = parseContainerRows(screen);
	expect(isRight(shown, parseContainerJson(json(pid)))).toBe(true);
	expect(isRight(shown, parseContainerJson(json({ ...pid, e1785f284fd1: 22015 })))).toBe(false);
	expect(isRight(shown, parseContainerJson(json({ ...pid, '797a4790fe7b': 1 })))).toBe(false);
	expect(isRight(shown, parseContainerJson('{"pods": []}'))).toBe(false);
	expect(isRight(new Map(), parseContainerJson(json(pid)))).toBe(false);
});
