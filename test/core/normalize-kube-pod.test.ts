import { expect, test } from 'vitest';
import { normalizeKubePod } from '../../source/core/normalize-kube-pod.ts';
import { findPod } from '../adapters/kube/fixtures.ts';

test('the object stays whole but for managedFields', () => {
	const wire = findPod('with-init');
	const { managedFields, ...metadata } = wire.metadata;
	expect(managedFields).toBeDefined();
	expect(normalizeKubePod(wire)).toEqual({ value: { ...wire, apiVersion: 'v1', kind: 'Pod', metadata } });
	expect(wire.metadata.managedFields).toBe(managedFields);
});

test('an object of a list is the same as one of a watch', () => {
	const { apiVersion, kind, ...item } = findPod('crasher');
	expect(normalizeKubePod(item)).toEqual(normalizeKubePod({ ...item, apiVersion: 'v1', kind: 'Pod' }));
	expect([apiVersion, kind]).toEqual(['v1', 'Pod']);
});

const whole = { metadata: { name: 'web', namespace: 'shop', uid: 'u' }, spec: { containers: [{ name: 'app' }] } };

test.each<[string, unknown]>([
	['(no name): it is no object', null],
	['(no name): it is no object', []],
	['(no name): metadata is missing', {}],
	['shop/web: metadata.uid is missing', { ...whole, metadata: { name: 'web', namespace: 'shop' } }],
	['web: metadata.namespace is missing', { ...whole, metadata: { name: 'web', uid: 'u' } }],
	['shop/web: metadata.labels is no object', { ...whole, metadata: { ...whole.metadata, labels: 'x' } }],
	['shop/web: spec is missing', { metadata: whole.metadata }],
	['shop/web: spec.containers is missing', { ...whole, spec: {} }],
	['shop/web: spec.containers has an entry without name', { ...whole, spec: { containers: [{}] } }],
	['shop/web: spec.initContainers is no list', { ...whole, spec: { ...whole.spec, initContainers: {} } }],
	['shop/web: status is no object', { ...whole, status: 'Running' }],
	['shop/web: status.containerStatuses has an entry without name', { ...whole, status: { containerStatuses: [null] } }],
	['shop/web: status.conditions has an entry without type', { ...whole, status: { conditions: [{}] } }],
])('%s', (refused, wire) => {
	expect(normalizeKubePod(wire)).toEqual({ refused });
});

test('nulls that Go writes for empty lists are fine', () => {
	const wire = { ...whole, metadata: { ...whole.metadata, labels: null }, status: { containerStatuses: null } };
	expect(normalizeKubePod(wire).value?.metadata.name).toBe('web');
});
