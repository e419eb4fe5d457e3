import { describe, expect, it } from 'vitest';
import { compareDocuments } from './compare-documents.ts';
import { changeExample, createExampleDocument } from './example-document.ts';

const pod = 'pods[default/web 8809dbad-930a-4d51-9cf1-674b62e5b2bc]';
const running = `${pod}.containers[nginx ${'b'.repeat(64)}]`;
const exited = `${pod}.containers[nginx ${'c'.repeat(64)}]`;

describe('comparing documents', () => {
	it('finds nothing between equal ones, whenever they were taken', () => {
		expect(compareDocuments(changeExample('takenAt', 'another time'), createExampleDocument())).toEqual([]);
	});

	it.each([
		['pods.0.containers.0.pid', 12, `${running}.pid: 12, but should be 11`],
		['pods.0.containers.1.exitCode', undefined, `${exited}.exitCode: absent, but should be 1`],
		['pods.0.containers.1.pid', 11, `${exited}.pid: 11, but should be absent`],
		[
			'pods.0.containers.0.linuxNamespaces.net.sharing',
			'own',
			`${running}.linuxNamespaces.net.sharing: "own", but should be "pause"`,
		],
		['pods.0.restarts', '1', `${pod}.restarts: "1", but should be 1`],
		['node.runtimes.0.version', '1', 'node.runtimes[docker].version: "1", but should be "20.10.24"'],
	])('tells where %s differs', (path, value, difference) => {
		expect(compareDocuments(changeExample(path, value), createExampleDocument())).toEqual([difference]);
	});

	it('tells what is missing, too much or there twice', () => {
		const document = createExampleDocument();
		expect(compareDocuments(changeExample('pods', []), document)).toEqual([
			expect.stringContaining(`${pod}: absent, but should be {`),
		]);
		expect(compareDocuments(document, changeExample('pods', []))).toEqual([
			expect.stringMatching(/} *, but should be absent$/),
		]);
		const [entry] = document.pods;
		expect(compareDocuments(changeExample('pods', [entry, entry]), document)).toEqual([
			'pods: an entry is there twice',
		]);
	});

	it('compares the order where it means something', () => {
		const [newest, oldest] = createExampleDocument().pods[0]?.containers ?? [];
		expect(compareDocuments(changeExample('pods.0.containers', [oldest, newest]), createExampleDocument())).toEqual([
			expect.stringContaining('containers: in the order'),
		]);
		const sources = ['kube', 'docker'].map((name) => ({ name, health: 'live' }));
		expect(
			compareDocuments(changeExample('sources', sources), changeExample('sources', [...sources].reverse())),
		).toEqual([]);
	});

	it('lets containers of unknown kind be in any order of their names, but not of their attempts', () => {
		const unknown = (name: string, id: string) => ({ name, id, kind: 'unknown' });
		const expected = changeExample('pods.0.containers', [unknown('a', '1'), unknown('a', '2'), unknown('b', '3')]);
		const other = changeExample('pods.0.containers', [unknown('b', '3'), unknown('a', '1'), unknown('a', '2')]);
		const wrong = changeExample('pods.0.containers', [unknown('a', '2'), unknown('a', '1'), unknown('b', '3')]);
		expect(compareDocuments(other, expected)).toEqual([]);
		expect(compareDocuments(wrong, expected)).toHaveLength(1);
	});

	it('takes no hostNetwork for one of false, and not for one of true', () => {
		expect(compareDocuments(changeExample('pods.0.hostNetwork', false), createExampleDocument())).toEqual([]);
		expect(compareDocuments(changeExample('pods.0.hostNetwork', true), createExampleDocument())).toHaveLength(1);
	});
});
