import { expect, test } from 'vitest';
import { normalizeKubeNode } from '../../source/core/normalize-kube-node.ts';
import { readNode } from '../adapters/kube/fixtures.ts';

test('the object stays whole but for managedFields', () => {
	const wire = readNode();
	const { managedFields, ...metadata } = wire.metadata;
	expect(managedFields).toBeDefined();
	expect(normalizeKubeNode(wire)).toEqual({ value: { ...wire, metadata } });
});

test.each<[string, unknown]>([
	['it is no object', 'text'],
	['metadata.name is missing', { metadata: {} }],
	['n: status.addresses is no list of objects', { metadata: { name: 'n' }, status: { addresses: 'x' } }],
	['n: status.conditions is no list of objects', { metadata: { name: 'n' }, status: { conditions: [1] } }],
])('%s', (refused, wire) => {
	expect(normalizeKubeNode(wire)).toEqual({ refused });
});
