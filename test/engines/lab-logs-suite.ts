import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { until } from '../helpers/engine-until.ts';
import { commandLine } from '../helpers/terminal-program.ts';
import { runPausetop } from './inside-documents.ts';
import type { InsideScene } from './inside-scene.ts';
import { runCommand } from './run-command.ts';

/** `pausetop logs` against `kubectl logs`, byte by byte. */
export function testLogs(requireScene: () => InsideScene): void {
	const both = async (...args: string[]): Promise<{ said: string; truth: string }> => {
		const { env } = requireScene();
		const truth = await runCommand('kubectl', ['logs', ...args], env);
		return { said: await runPausetop(['logs', ...args], env), truth };
	};

	it('a long line, a burst of 100,000, colours and both streams', async () => {
		const { env } = requireScene();
		await until('it has said all', 30, async () =>
			/^last$/m.test(await runCommand('kubectl', ['logs', 'lab5-talk', '-c', 'talk', '--tail=1'], env))
				? true
				: undefined,
		);
		const { said, truth } = await both('lab5-talk', '-c', 'talk');
		expect(said.length).toBe(truth.length);
		// a difference of a megabyte helps nobody
		expect(findDifference(said, truth)).toBeUndefined();
		expect(truth).toContain('\x1b[31mred\x1b[0m \té €\n');
		expect(truth.split('\n').filter((line) => /^\d+$/.test(line))).toHaveLength(100_000);
		expect(Math.max(...truth.split('\n').map(({ length }) => length))).toBe(1_000_000);
	}, 90_000);

	it.each(['--tail=3', '--tail=0', '--timestamps --tail=4', '--since=1h --tail=2'])(
		'%s',
		async (how) => {
			const { said, truth } = await both('lab5-talk', '-c', 'talk', ...how.split(' '));
			expect(said).toBe(truth);
			expect(truth === '').toBe(how === '--tail=0');
		},
		30_000,
	);

	it('the run before, and this one', async () => {
		const before = await both('lab5-talk', '-c', 'twice', '-p');
		expect(before).toEqual({ said: 'run 0\n', truth: 'run 0\n' });
		expect(await both('lab5-talk', '-c', 'twice')).toEqual({ said: 'run 1\n', truth: 'run 1\n' });
	}, 30_000);

	it('followed: each line when it is written, and the end with the container', async () => {
		const { env } = requireScene();
		const { command, args } = commandLine(['logs', '-f', 'lab5-wait']);
		const child = spawn(command, args, {
			env: { ...process.env, ...env },
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		onTestFinished(() => void child.kill('SIGKILL'));
		const closed = once(child, 'close');
		let said = '';
		child.stdout.on('data', (chunk: Buffer) => {
			said += chunk.toString();
		});
		await until('the first line', 20, () => (said === 'before\n' ? true : undefined));
		await runCommand('kubectl', ['exec', 'lab5-wait', '--', 'touch', '/go'], env);
		expect(await closed).toEqual([0, null]);
		expect(said).toBe('before\nafter\n');
		expect(await both('lab5-wait')).toEqual({ said, truth: said });
	}, 60_000);
}

function findDifference(said: string, truth: string): string | undefined {
	if (said === truth) return undefined;
	const at = [...truth].findIndex((_, index) => said[index] !== truth[index]);
	return `${JSON.stringify(said.slice(at, at + 60))} instead of ${JSON.stringify(truth.slice(at, at + 60))}`;
}
