import { expect, test } from 'vitest';
import { loadMessageCodec } from '../../../source/adapters/cri/message-codec.ts';

const codec = await loadMessageCodec();

test('64-bit numbers keep all their digits', () => {
	const container = { id: 'c', createdAt: '1795302354126583793' };
	expect(codec.decode('Container', codec.encode('Container', container))).toMatchObject(container);
});

test('what a message does not say is there as its empty value', () => {
	expect(codec.decode('PodSandbox', new Uint8Array())).toEqual({
		id: '',
		metadata: null,
		state: 'SANDBOX_READY',
		createdAt: '0',
		labels: {},
		runtimeHandler: '',
	});
});

test('a value that an enum does not have stays a number, and unknown fields are passed over', () => {
	// field 6, state: 9; field 300, a text
	const bytes = new Uint8Array([0x30, 9, 0xe2, 0x12, 1, 0x78]);
	expect(codec.decode('Container', bytes)).toMatchObject({ state: 9 });
});

test('bytes that are no message are refused', () => {
	expect(() => codec.decode('Container', new Uint8Array([0x0a, 200, 1]))).toThrow();
});
