import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Observation } from '../../source/core/observation.ts';
import { createClock } from '../../source/wire/clock.ts';
import { createNodeLooks } from '../../source/wire/node-looks.ts';

function look(hostRoot: string): Observation[] {
	const seen: Observation[] = [];
	const emit = (observation: Observation) => void seen.push(observation);
	const looks = createNodeLooks({ hostRoot, emit, clock: createClock(), findKubeletPid: () => undefined });
	looks.lookAtOwnContainer();
	looks.lookAtKubelet();
	return seen;
}

it('tells the container that pausetop runs in', () => {
	const root = mkdtempSync(join(tmpdir(), 'pausetop-looks-'));
	onTestFinished(() => rmSync(root, { recursive: true }));
	const id = 'c'.repeat(64);
	mkdirSync(join(root, 'proc/self'), { recursive: true });
	writeFileSync(join(root, 'proc/self/cgroup'), `0::/kubepods/podaaaa/${id}\n`);
	expect(look(root)).toMatchObject([
		{ kind: 'own-container', id },
		{ kind: 'kubelet', running: undefined },
	]);
});

it('says nothing of what it cannot see', () => {
	expect(look('/nonexistent')).toMatchObject([{ kind: 'kubelet', running: undefined }]);
});
