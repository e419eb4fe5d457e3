import { describe, expect, it } from 'vitest';
import { createStuckRule as rule } from '../../../source/core/findings/create-stuck-rule.ts';
import type { Observation } from '../../../source/core/observation.ts';
import {
	at,
	eventAt,
	idOf,
	judgeAll,
	pendingPod as pending,
	recordOf,
	recordsAt,
	stateAt,
	stepsAt,
	suspicionOf,
	suspicionsOf,
	textAt,
	wellAt,
} from './api-bench.ts';

const pauseUp = recordOf('POD', 'running', { startedAt: at(1) });
const scheduled = eventAt(0, 'Scheduled', 'Successfully assigned default/web to worker-2');

describe('a container that does not come up', () => {
	it('because it was created and is not started', () => {
		const created = recordsAt(5, pauseUp, recordOf('nginx', 'created', { createdAt: at(2) }));
		expect(judgeAll(rule, stateAt(121, wellAt(60), pending(), created)).findings).toEqual([]);
		const judged = judgeAll(rule, stateAt(123, wellAt(60), pending(), created));
		expect(judged.findings).toMatchObject([{ since: at(2), severity: 'warning', subject: { container: 'nginx' } }]);
		expect(textAt(123, judged.findings[0]?.summary ?? [])).toBe('default/web: nginx was created and is not started');
	});

	it('not because it failed to start, or is of an attempt before', () => {
		const failed = recordsAt(
			5,
			pauseUp,
			recordOf('nginx', 'created', { createdAt: at(2), exitCode: 127 }),
			recordOf('ghost', 'running'),
		);
		expect(suspicionsOf(rule, stateAt(300, wellAt(60), pending(), failed))).toEqual([]);
		const older = recordsAt(
			5,
			pauseUp,
			recordOf('nginx', 'created', { createdAt: at(2) }),
			recordOf('nginx', 'running', { id: idOf('m'), attempt: 1, createdAt: at(4) }),
			recordOf('ghost', 'running'),
		);
		expect(suspicionsOf(rule, stateAt(300, wellAt(60), pending(), older))).toEqual([]);
	});

	it('because nothing makes it, and no image is being pulled', () => {
		const up = recordsAt(5, pauseUp);
		// an image could be being pulled: events have not been listed yet
		expect(suspicionsOf(rule, stateAt(300, wellAt(60), pending(), up))).toEqual([]);
		const found = suspicionOf(rule, stateAt(300, wellAt(60), pending(), up, scheduled));
		expect(found).toMatchObject({ since: at(1), patience: 120_000, subject: { container: 'nginx' } });
		expect(textAt(300, found.summary)).toBe(
			'default/web: nginx is not made, though its sandbox is up and no image is being pulled',
		);
		const pulling = eventAt(2, 'Pulling', 'Pulling image "big"', { container: 'nginx' });
		expect(suspicionsOf(rule, stateAt(3000, wellAt(60), pending(), up, pulling))).toEqual([]);
		const pulled = eventAt(250, 'Pulled', 'Successfully pulled image', { container: 'nginx' });
		expect(suspicionOf(rule, stateAt(300, wellAt(60), pending(), up, pulling, pulled)).since).toBe(at(250) + 999);
	});

	it('because the hook of the one before does not end', () => {
		const first = [scheduled, recordsAt(5, pauseUp, recordOf('nginx', 'running', { startedAt: at(2) }))];
		const hooked = pending({
			spec: { containers: [{ name: 'nginx', lifecycle: { postStart: {} } }, { name: 'ghost' }] },
		});
		const found = suspicionOf(rule, stateAt(300, wellAt(60), hooked, ...first));
		expect(stepsAt(300, found)[0]).toBe(
			'See whether the postStart hook of nginx hangs: the next container waits for it',
		);
	});

	it.each([
		['its image cannot be pulled', { waiting: { reason: 'ImagePullBackOff' } }],
		['it waits for init containers', { waiting: { reason: 'PodInitializing' } }],
	])('and that is no fault when %s', (_, state) => {
		const containerStatuses = ['nginx', 'ghost'].map((name) => ({ name, restartCount: 0, state }));
		expect(
			suspicionsOf(
				rule,
				stateAt(300, wellAt(60), pending({ status: { containerStatuses } }), scheduled, recordsAt(5, pauseUp)),
			),
		).toEqual([]);
	});

	describe('where the timeline has let events go', () => {
		const flood: Observation = {
			...{ at: at(50), source: 'docker', kind: 'events' },
			events: Array.from({ length: 5_001 }, (_, index) => ({
				key: `docker:${index}`,
				at: at(50),
				source: 'docker',
				type: 'exec_start',
			})),
		};
		const up = [scheduled, recordsAt(5, pauseUp)].flat();
		const pulling = eventAt(2, 'Pulling', 'Pulling image "big"', { container: 'nginx' });
		const failures = Array.from({ length: 41 }, (_, index) => eventAt(3 + index, 'Failed', 'Error: again'));

		it('is told of as long as the pod has its own', () => {
			expect(suspicionsOf(rule, stateAt(300, wellAt(60), pending(), up, flood))).toHaveLength(1);
			expect(suspicionsOf(rule, stateAt(300, wellAt(60), pending(), up, pulling, flood))).toEqual([]);
		});

		it('is not told of once the pod has let some go as well', () => {
			expect(suspicionsOf(rule, stateAt(300, wellAt(60), pending(), up, ...failures, flood))).toEqual([]);
		});
	});

	it('is not told of where events may not be read: an image may be being pulled', () => {
		const refused: Observation = { at: at(6), source: 'kube', kind: 'health', health: 'degraded', detail: 'no events' };
		expect(suspicionsOf(rule, stateAt(300, wellAt(60), pending(), scheduled, recordsAt(5, pauseUp), refused))).toEqual(
			[],
		);
	});
});
