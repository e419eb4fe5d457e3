import { describe, expect, it } from 'vitest';
import { at, changed, first, idOf, listing, type pod, record, stepsOf, storiesAfter, told } from './scene.ts';

const cri = { runtime: 'cri-o' };
const pause = record('pause#0', { created: -60 }, { ...cri, state: 'ready' });

/** What the API says of a run that ended: its whole second. */
function withEnd(of: ReturnType<typeof pod>, name: string, second: number): ReturnType<typeof pod> {
	const [container] = name.split('#');
	const statuses = of.status?.containerStatuses?.map((status) => {
		if (status.name !== container) return status;
		const finishedAt = new Date(at(second)).toISOString();
		const terminated = { containerID: `cri-o://${idOf(name)}`, exitCode: 137, finishedAt };
		return { ...status, lastState: { terminated } };
	});
	return { ...of, status: { ...of.status, containerStatuses: statuses } };
}

const back = changed(13, { statuses: { 'app#1': {} }, readyChanged: 12, ip: '10.0.0.1' });
const backWithEnd = back.kind === 'pod-changed' ? { ...back, pod: withEnd(back.pod, 'app#0', 10) } : back;

describe('a story of whose beginning only the second is known', () => {
	it('has the state from before it that was seen in that second', () => {
		const [story] = storiesAfter(
			first(10.3, { statuses: { 'app#0': {} }, readyChanged: -50 }),
			listing(10.4, pause, record('app#0', { created: -58, started: -57 }, cri)),
			told(11, 'create', 'app#1'),
			told(11.2, 'start', 'app#1'),
			backWithEnd,
		);
		expect(story).toMatchObject({ beganAt: at(10), status: 'recovered', before: { ip: '10.0.0.1', restarts: 0 } });
		expect(story?.after.restarts).toBe(1);
	});

	it('does not take the new incarnation for the old one', () => {
		const [story] = storiesAfter(
			listing(10.2, pause, record('app#0', { created: -58, started: -57 }, cri)),
			told(10.6, 'create', 'app#1'),
			told(10.7, 'start', 'app#1'),
			first(10.8, { statuses: { 'app#1': {} }, readyChanged: 10 }),
			backWithEnd,
		);
		expect(story?.before).toMatchObject({ ip: undefined, restarts: undefined, containers: [{ attempt: 0 }] });
		expect(story?.after).toMatchObject({ restarts: 1, containers: [{ attempt: 1 }] });
	});

	it('is one run where that ended in the second in which it began', () => {
		const [story, ...others] = storiesAfter(
			first(9, { statuses: { 'app#0': {} }, readyChanged: -50 }),
			listing(10.6, pause, record('app#0', { created: 10.2, started: 10.4 }, cri)),
			listing(11.5, pause, record('app#0', { created: 10.2, started: 10.4 }, { ...cri, state: 'exited' })),
			listing(12.5, pause, record('app#1', { created: 11.8, started: 12 }, cri)),
			backWithEnd,
		);
		expect(others).toEqual([]);
		expect(stepsOf(story)[0]).toBe('container-ended app#0 10.4');
		expect(story?.before.containers).toMatchObject([{ name: 'app', attempt: 0 }]);
	});
});
