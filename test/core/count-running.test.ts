import { expect, test } from 'vitest';
import { correlate } from '../../source/core/correlate/correlate.ts';
import { countRunning } from '../../source/core/count-running.ts';
import { isAlive } from '../../source/core/runtime-record.ts';
import { observe, snapshotObservations } from '../helpers/snapshot.ts';

test('counts what the runtime says is running, pauses and those of no pod among them', () => {
	const state = observe(snapshotObservations);
	const records = [...state.records.values()].flatMap((byId) => [...byId.values()]);
	expect(countRunning(correlate(state))).toBe(records.filter((record) => isAlive(record.state)).length);
	const stranger = { id: 'x', runtime: 'docker', name: 'x', labels: {}, state: 'running' } as const;
	const more = observe([{ at: 0, source: 'docker', kind: 'runtime-records', records: [stranger], gone: [] }], state);
	expect(countRunning(correlate(more))).toBe(countRunning(correlate(state)) + 1);
});

test('does not count what only the API expects', () => {
	expect(countRunning(correlate(observe(snapshotObservations.filter(({ kind }) => kind === 'pod-listing'))))).toBe(0);
});

test('looks into each pod’s view once', () => {
	const view = correlate(observe(snapshotObservations));
	let looks = 0;
	const pods = view.pods.map((pod) => {
		const { containers } = pod;
		return Object.defineProperty({ ...pod }, 'containers', {
			get: () => {
				looks += 1;
				return containers;
			},
		});
	});
	expect(countRunning({ ...view, pods })).toBe(countRunning(view));
	expect(countRunning({ ...view, pods: [...pods] })).toBe(countRunning(view));
	expect(looks).toBe(pods.length);
});
