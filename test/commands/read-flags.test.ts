import { describe, expect, test } from 'vitest';
import { checkArguments } from '../../source/commands/arguments.ts';
import { readArguments } from '../../source/commands/read-flags.ts';
import { UsageError } from '../../source/core/usage-error.ts';

/** What is on unless it is switched off, and what may be given several times. */
const defaults = { color: true, kube: true, wait: true, runtime: [] };

function read(line: string) {
	const { command, input, flags } = readArguments(line.split(' ').filter(Boolean));
	return { command, input, flags };
}

describe('a command line', () => {
	test.each<[string, string, string[], object]>([
		['', '', [], {}],
		['get -A', 'get', [], { allNamespaces: true }],
		['get -Ao json', 'get', [], { allNamespaces: true, output: 'json' }],
		['get -ojson web', 'get', ['web'], { output: 'json' }],
		['get -o=json', 'get', [], { output: 'json' }],
		['get --output=json a b', 'get', ['a', 'b'], { output: 'json' }],
		['get -n kube-system -l app=web', 'get', [], { namespace: 'kube-system', selector: 'app=web' }],
		['--no-kube get', 'get', [], { kube: false }],
		['--kube=false', '', [], { kube: false }],
		['--host-root /host doctor', 'doctor', [], { hostRoot: '/host' }],
		['--hostRoot /host doctor', 'doctor', [], { hostRoot: '/host' }],
		['--runtime docker:///a --runtime crio:///b', '', [], { runtime: ['docker:///a', 'crio:///b'] }],
		['demo --pods 5', 'demo', [], { pods: 5 }],
		['logs --tail 0 web', 'logs', ['web'], { tail: 0 }],
		['get -A -A', 'get', [], { allNamespaces: true }],
		['get --all-namespaces=false', 'get', [], { allNamespaces: false }],
		['get -- -A', 'get', ['-A'], {}],
		['get 007 1e3', 'get', ['007', '1e3'], {}],
		['--node 007', '', [], { node: '007' }],
		['-hV', '', [], { help: true, version: true }],
		['--context=-', '', [], { context: '-' }],
	])('%s', (line, command, input, flags) => {
		expect(read(line)).toStrictEqual({ command, input, flags: { ...defaults, ...flags } });
	});
});

describe('what is left for the check to refuse', () => {
	test.each<[string, object]>([
		['get -n', { namespace: '' }],
		['get -n --demo', { namespace: '', demo: true }],
		['get --output', { output: '' }],
		['--no-output', { output: '' }],
		['--runtime', { runtime: '' }],
		['--runtime -A', { runtime: '', allNamespaces: true }],
		['--runtime=', { runtime: '' }],
		['--no-runtime', { runtime: '' }],
		['demo --pods', { pods: '' }],
		['demo --pods x', { pods: Number.NaN }],
		['logs --tail -1 web', { tail: -1 }],
		['--foo', { foo: true }],
		['--foo-bar=baz', { fooBar: 'baz' }],
		['--no-foo', { foo: false }],
		['-x', { x: true }],
	])('%s', (line, flags) => {
		expect(read(line).flags).toStrictEqual({ ...defaults, ...flags });
	});

	test.each([
		['get -n', '--namespace takes a value'],
		['get --runtime', '--runtime takes a value'],
		['demo --pods', '--pods takes a whole number'],
		['get --no-node', '--node takes a value'],
		['get --no-foo', 'unknown flag --foo'],
	])('%s: %s', (line, message) => {
		const { command, input, flags } = read(line);
		expect(() => checkArguments({ command, input, flags })).toThrow(message);
	});
});

test('of a flag that is given twice nobody knows which is meant', () => {
	expect(() => read('get --output json -o yaml')).toThrow(UsageError);
	expect(() => read('get --output json -o yaml')).toThrow('The flag --output can only be set once.');
});
