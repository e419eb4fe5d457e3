import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { surveyNode } from '../../../../source/adapters/proc/survey/survey-node.ts';
import type { NetworkLook, NodeSurvey } from '../../../../source/core/node-survey.ts';
import { parseNamespaceLink } from '../../../../source/core/proc-namespace-link.ts';

const { signal } = new AbortController();
const survey = (pids: readonly number[] = [], previous?: NodeSurvey) =>
	surveyNode({ pids, hostNet: 1, ...(previous && { previous }) }, { now: Date.now, signal });

test('this machine: a zombie, its parent, and since when it has been seen', async () => {
	// the shell becomes a program that knows nothing of its child
	const child = spawn('sh', ['-c', 'sh -c "echo \\$\\$" & exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
	onTestFinished(() => void child.kill('SIGKILL'));
	const [text] = (await once(child.stdout, 'data')) as [Buffer];
	const pid = Number(text.toString());
	const find = (one: NodeSurvey) => one.zombies?.find((zombie) => zombie.pid === pid);
	let first = await survey();
	while (!find(first)) first = await survey();
	expect(find(first)).toMatchObject({ command: 'sh', parentPid: child.pid, parentCommand: 'sleep' });
	const second = await survey([], first);
	expect(second.readAt).toBeGreaterThanOrEqual(first.readAt);
	expect(find(second)?.seenSince).toBe(find(first)?.seenSince);
});

test('this machine: the network of a process, read through it', async () => {
	const listNames = () =>
		(readFileSync('/proc/self/net/dev', 'utf8').match(/^\s*\S+(?=:)/gm) ?? []).map((name) => name.trim());
	const inode = parseNamespaceLink(readlinkSync('/proc/self/ns/net'))?.inode;
	let names: string[];
	let look: NetworkLook | undefined;
	// containers that come and go have interfaces here
	do {
		names = listNames();
		look = (await survey([process.pid])).networks?.get(inode ?? 0);
	} while (names.join() !== listNames().join());
	expect(look?.pid).toBe(process.pid);
	expect(look?.interfaces.map(({ name }) => name)).toEqual(names);
});
