import { describe, expect, test } from 'vitest';
import { checkArguments, splitShortFlags } from '../../source/commands/arguments.ts';
import { UsageError } from '../../source/core/usage-error.ts';

describe('a value written onto its short flag', () => {
	test.each([
		['-ojson', '-o json'],
		['-nkube-system', '-n kube-system'],
		['-lapp=web', '-l app=web'],
		['-Aowide', '-Ao wide'],
		['get -ojson pod-o1', 'get -o json pod-o1'],
	])('%s is %s', (typed, meant) => {
		expect(splitShortFlags(typed.split(' ')).join(' ')).toBe(meant);
	});

	test.each(['-o json', '-o=json', '-A', '-Ao json', '--output json', '-x1', '-', 'get -- -ojson'])(
		'%s stays as it is',
		(typed) => {
			expect(splitShortFlags(typed.split(' '))).toEqual(typed.split(' '));
		},
	);
});

describe('what cannot be meant', () => {
	test.each([
		['get', { output: '' }, '--output is one of: wide, json, yaml, name'],
		['get', { namespace: '' }, '--namespace takes a value: --namespace NAME'],
		['', { context: '' }, '--context takes a value: --context NAME'],
		['get', { runtime: ['docker:///run/docker.sock', ''] }, '--runtime takes a value: --runtime URL'],
		['get', { hostRoots: 'x' }, 'unknown flag --host-roots'],
		['get', { X: true }, 'unknown flag -X'],
		['demo', { pods: Number.NaN }, '--pods takes a whole number'],
		['get', { since: '10m' }, '--since goes with: events, logs'],
		['get', { color: false }, '--no-color goes with: the screen, demo, logs'],
		['fetch', {}, 'unknown command "fetch"'],
	])('%s %o: %s', (command, flags, message) => {
		expect(() => checkArguments({ command, input: [], flags })).toThrow(new UsageError(message));
	});

	test('a pod name for a command that takes none', () => {
		expect(() => checkArguments({ command: 'events', input: ['web'], flags: {} })).toThrow(UsageError);
	});
});

test('flags that are not given, or given as they should be, pass', () => {
	const flags = { runtime: [], namespace: undefined, color: true, kube: false, output: 'json', allNamespaces: true };
	expect(() => checkArguments({ command: 'get', input: ['web'], flags })).not.toThrow();
});
