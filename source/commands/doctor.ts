import { countRunning } from '../core/count-running.ts';
import type { SourceStatus } from '../core/node-state.ts';
import { escapeText } from '../format/escape.ts';
import { selectNodeView } from '../store/select-node-view.ts';
import type { Attempt } from '../wire/discovery.ts';
import { type WireRequest, wire } from '../wire.ts';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './command-table.ts';
import { hasFailedSource } from './report-sources.ts';

/** `pausetop doctor`: which sources there are, where they were looked for, what is wrong and what to do. */
export async function runDoctor(request: WireRequest, io: CommandIo): Promise<number> {
	const wiring = await wire(request, { inspect: 'none', past: false });
	try {
		const [discovery] = await Promise.all([wiring.discover(), wiring.readOnce(io.signal)]);
		const state = wiring.store.get();
		const view = selectNodeView(state);
		io.out(`node    ${escapeText(view.nodeName ?? 'unknown')}\n`);
		io.out(
			`found   ${view.pods.length} pods, ${countRunning(view)} running containers, ${view.unmatched.length} in no pod\n`,
		);
		for (const [name, status] of state.sources) {
			const offers = discovery.offers.get(name) ?? [];
			io.out(`\n${describeSource(name, status, offers, discovery.looked.get(name) ?? [])}`);
		}
		io.out(`\nruntimes\n${formatLines(describeAttempts(discovery.looked.get('runtimes') ?? []))}`);
		return hasFailedSource(state) ? exitCodes.partial.code : exitCodes.success.code;
	} finally {
		await wiring.close();
	}
}

/** A block of lines: how it is, what is wrong, what to do, what it offers, where was looked. */
function describeSource(
	name: string,
	status: SourceStatus,
	offers: readonly string[],
	attempts: readonly Attempt[],
): string {
	const { health, version, endpoint, detail, remedy } = status;
	const facts = [health, version, endpoint].filter((fact) => fact !== undefined);
	const lines = [`${name.padEnd(8)}${facts.join('   ')}`];
	if (detail) lines.push(`        why     ${detail}`);
	if (remedy) lines.push(`        next    ${remedy}`);
	lines.push(...offers.map((offer) => `        offers  ${offer}`), ...describeAttempts(attempts));
	return formatLines(lines);
}

function describeAttempts(attempts: readonly Attempt[]): string[] {
	return attempts.map(
		({ place, outcome }, index) => `        ${index === 0 ? 'looked  ' : '        '}${place}: ${outcome}`,
	);
}

function formatLines(lines: readonly string[]): string {
	return lines.map((line) => `${escapeText(line)}\n`).join('');
}
