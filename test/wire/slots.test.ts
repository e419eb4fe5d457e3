import { expect, it } from 'vitest';
import { createSlots } from '../../source/wire/slots.ts';

const never = new AbortController().signal;
/** What has happened by now, without waiting for anything that takes time. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

it('lets so many in at a time, each key by itself, the others in their order', async () => {
	const slots = createSlots(2);
	const inside: string[] = [];
	const enter = async (name: string, key = 'docker') => {
		const leave = await slots.enter(key, never);
		inside.push(name);
		return leave;
	};
	const [a, b, c, d] = [enter('a'), enter('b'), enter('c'), enter('d')];
	await Promise.all([a, b, enter('x', 'containerd')]);
	expect(inside).toEqual(['a', 'b', 'x']);
	const leave = await a;
	leave();
	leave();
	await settle();
	expect(inside).toEqual(['a', 'b', 'x', 'c']);
	(await b)();
	(await c)();
	(await d)();
	await Promise.all([enter('e'), enter('f')]);
	expect(inside).toEqual(['a', 'b', 'x', 'c', 'd', 'e', 'f']);
});

it('who gives up neither waits nor takes a place', async () => {
	const slots = createSlots(1);
	const leave = await slots.enter('docker', never);
	const giving = new AbortController();
	const waiting = slots.enter('docker', giving.signal);
	giving.abort();
	(await waiting)();
	(await slots.enter('docker', giving.signal))();
	leave();
	await slots.enter('docker', never);
	let isIn = false;
	void slots.enter('docker', never).then(() => {
		isIn = true;
	});
	await settle();
	expect(isIn).toBe(false);
});
