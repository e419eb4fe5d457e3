import { expect, it } from 'vitest';
import { shortId } from '../../source/format/id.ts';

const id = '76b9f085bd1c0d2f8a5a0e6c4b1f9e7d3c2b1a0f9e8d7c6b5a4f3e2d1c0b9a87';

it.each([
	[id, undefined, '76b9f085bd1c'],
	[id, 8, '76b9f085'],
	[`docker://${id}`, undefined, '76b9f085bd1c'],
	[`containerd://${id}`, undefined, '76b9f085bd1c'],
	[`cri-o://${id}`, undefined, '76b9f085bd1c'],
	[`sha256:${id}`, undefined, '76b9f085bd1c'],
	['registry.local:5000/nginx', 40, 'registry.local:5000/nginx'],
	['abc', undefined, 'abc'],
	['', undefined, ''],
])('%s (%s) is %s', (text, length, expected) => {
	expect(shortId(text, length)).toBe(expected);
});
