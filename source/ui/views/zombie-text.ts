import type { ProcessReference } from '../../core/inside/inside-process.ts';
import type { Zombies } from '../../core/inside/inside-processes.ts';
import { escapeText } from '../../format/escape.ts';

/** `2 zombies: sh of busybox (pid 812) has not waited for them; after its end PID 1, pause (pid 801), has to`. */
export function formatZombies({ pids, parents, reaper }: Zombies): string {
	const count = pids.length === 1 ? '1 zombie' : `${pids.length} zombies`;
	const them = pids.length === 1 ? 'it' : 'them';
	const blamed = parents.map(({ parent, count: own }) =>
		parents.length === 1 ? name(parent) : `${name(parent)} for ${own}`,
	);
	if (blamed.length === 0) return `${count}: ${pids.length === 1 ? 'its parent is' : 'their parents are'} gone`;
	const blame = `${blamed.join(', ')} ${blamed.length === 1 ? 'has' : 'have'} not waited for ${them}`;
	const isFirst = !reaper || parents.every(({ parent }) => parent.pid === reaper.pid);
	return `${count}: ${blame}${isFirst ? '' : `; after its end PID 1, ${name(reaper)}, has to`}`;
}

function name({ pid, container, command }: ProcessReference): string {
	const where = container === undefined || container === command ? '' : ` of ${escapeText(container)}`;
	return `${escapeText(command)}${where} (pid ${pid})`;
}
