import { parseArgs } from 'node:util';
import { findLab, type Lab, type LabMode } from '../helpers/engine-lab.ts';
import { churn } from './finding-churn.ts';
import { type FindingChange, watchFindings } from './finding-watch.ts';

// `node test/engines/churn-lab.ts --minutes 10`: keeps the lab's node busy with what is normal there, and prints what pausetop finds
// wrong meanwhile. Exit code 1: it found something that is more than worth knowing. PAUSETOP_LAB names the lab, dist/ is what is tried.

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error('--minutes takes a number of minutes');

const { lab, mode } = await requireAnyLab();
const watch = watchFindings(lab.env);
let [told, alarms] = [0, 0];
const tell = () => {
	for (const change of watch.changes().slice(told)) {
		told += 1;
		if (change.finding.severity !== 'info') alarms += 1;
		print(change);
	}
};
const teller = setInterval(tell, 1000);
const counts = await churn({ env: lab.env, mode, end: Date.now() + minutes * 60_000 });
clearInterval(teller);
tell();
await watch.stop();
process.stdout.write(`${mode}, ${minutes} min: ${JSON.stringify(counts)}, ${alarms} words of warnings and criticals\n`);
process.exitCode = alarms > 0 ? 1 : 0;

async function requireAnyLab(): Promise<{ lab: Lab; mode: LabMode }> {
	const obstacles: string[] = [];
	for (const mode of ['docker', 'containerd'] as const) {
		const lab = await findLab(mode);
		if (!('obstacle' in lab)) return { lab, mode };
		obstacles.push(lab.obstacle);
	}
	throw new Error(obstacles.join('\n'));
}

function print({ at, type, finding }: FindingChange): void {
	const { severity, id, summary, evidence, since } = finding;
	const time = new Date(at).toISOString().slice(11, 23);
	process.stdout.write(`${time} ${type.slice('Finding'.length)} ${severity} ${id}: ${summary}\n`);
	if (severity === 'info') return;
	process.stdout.write(`    since ${since}\n`);
	for (const { what, value, source } of evidence) process.stdout.write(`    ${what}: ${value} (${source})\n`);
}
