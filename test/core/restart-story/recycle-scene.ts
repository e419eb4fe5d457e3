import { changed, first, idOf, listing, record, said, told } from './scene.ts';

/** A pod that has run for a minute. */
export const running = [
	first(0, { statuses: { 'app#0': {} }, readyChanged: -50 }),
	listing(0, record('pause#0', { created: -60, started: -59 }), record('app#0', { created: -58, started: -57 })),
];

/** The pause is stopped at 10; the app follows at 12; all is well again at 14. */
export const recycle = [
	...running,
	told(10, 'die', 'pause#0', { exitCode: 0 }),
	told(12, 'die', 'app#0', { exitCode: 143 }),
	said(10.5, 'SandboxChanged'),
	told(12.5, 'create', 'pause#1'),
	told(12.8, 'start', 'pause#1'),
	told(13, 'create', 'app#1', { sandboxId: idOf('pause#1') }),
	told(13.2, 'start', 'app#1', { sandboxId: idOf('pause#1') }),
	changed(14, { statuses: { 'app#1': {} }, readyChanged: 13, ip: '10.0.0.2' }),
];
