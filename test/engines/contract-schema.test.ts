import { describe, expect, it } from 'vitest';
import { findSchemaErrors } from '../helpers/engine-schema.ts';
import { changeExample, createExampleDocument } from './example-document.ts';

describe('the schema of the JSON contract', () => {
	it('accepts the example', () => {
		expect(findSchemaErrors(createExampleDocument())).toEqual([]);
	});

	it.each([
		['schema', 'pausetop/v2'],
		['takenAt', '2021-01-13 12:04:31'],
		['surprise', 1],
		['node.name', undefined],
		['sources.0.health', 'fine'],
		['pods.0.surprise', 1],
		['pods.0.uid', undefined],
		['pods.0.ready', '1'],
		['pods.0.restarts', '1'],
		['pods.0.phase', undefined],
		['pods.0.matched', 'runtime'],
		['pods.0.lastRestartAt', 1610539471000],
		['pods.0.sandboxes.0.id', 'aaaaaaaaaaaa'],
		['pods.0.sandboxes.0.pid', 0],
		['pods.0.sandboxes.0.exitCode', 0],
		['pods.0.sandboxes.0.linuxNamespaces', {}],
		['pods.0.sandboxes.0.linuxNamespaces.net', '4026532327'],
		['pods.0.containers.0.id', undefined],
		['pods.0.containers.0.kind', 'pause'],
		['pods.0.containers.0.attempt', -1],
		['pods.0.containers.0.state', 'waiting'],
		['pods.0.containers.0.startTicks', 1],
		['pods.0.containers.0.linuxNamespaces.net.sharing', 'shared'],
		['pods.0.containers.0.linuxNamespaces.net.of', 'ghost'],
		['pods.0.containers.0.linuxNamespaces.net.inode', undefined],
		['pods.0.containers.1.pid', 12],
		['unmatched', [{ id: 'd'.repeat(64), name: 'x', state: 'running' }]],
	])('rejects %s = %j', (path, value) => {
		expect(findSchemaErrors(changeExample(path, value))).not.toEqual([]);
	});

	it('accepts a container that only the API knows', () => {
		const waiting = { name: 'nginx', kind: 'app', state: 'waiting', reason: 'ImagePullBackOff', current: true };
		expect(findSchemaErrors(changeExample('pods.0.containers', [waiting]))).toEqual([]);
	});
});
