import { describe, expect, it } from 'vitest';
import { changeExample, createExampleDocument } from './example-document.ts';
import { findViolations } from './invariants.ts';

describe('invariants of a document', () => {
	it('hold for the example', () => {
		expect(findViolations(createExampleDocument())).toEqual([]);
	});

	it.each([
		['pods.0.containers.0.current', false, 'not the first of a chain is current'],
		['pods.0.containers.1.current', true, 'not the first of a chain is current'],
		['pods.0.containers.1.pid', 12, 'has a pid, but does not run'],
		['pods.0.containers.1.exitCode', undefined, 'has exited, but not when and how'],
		['pods.0.containers.1.id', 'b'.repeat(64), 'is there twice'],
		['unmatched', [{ id: 'a'.repeat(64) }], 'is there twice'],
		['pods.0.matched', 'api', 'only the API knows it, but it has containers'],
	])('do not hold when %s is %s', (path, value, violation) => {
		expect(findViolations(changeExample(path, value))).toEqual([expect.stringContaining(violation)]);
	});

	it("are CRI's for a sandbox: ready with a process, notready without", () => {
		expect(findViolations(changeExample('pods.0.sandboxes.0.state', 'ready'))).toEqual([]);
		expect(findViolations(changeExample('pods.0.sandboxes.0.state', 'notready'))).toEqual([
			expect.stringContaining('has a pid, but does not run'),
		]);
	});

	it('do not hold for a pod of the runtime without containers', () => {
		const document = changeExample('pods.0.containers', []);
		for (const pod of document.pods) pod.sandboxes = [];
		expect(findViolations(document)).toEqual([expect.stringContaining('but it has no containers')]);
	});
});
