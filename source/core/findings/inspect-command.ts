import { selectFlavour } from '../action/runtime-flavour.ts';
import { shellWord } from './shell-word.ts';

/** What a runtime's own tool is asked for. */
export type InspectedField = 'state' | 'end' | 'created';

const dockerFields: Readonly<Record<InspectedField, string>> = {
	state: '{{.State.Status}}',
	end: '{{.State.ExitCode}} {{.State.OOMKilled}} {{.State.FinishedAt}}',
	created: '{{.State.Status}} {{.Created}}',
};

const criFields: Readonly<Record<InspectedField, string>> = {
	state: '{{.status.state}}',
	end: '{{.status.exitCode}} {{.status.reason}} {{.status.finishedAt}}',
	created: '{{.status.state}} {{.status.createdAt}}',
};

/** The command that prints this of a container or sandbox; undefined where it is not known who lists it. */
export function inspectCommand(
	one: { id?: string; runtime?: string },
	role: 'container' | 'sandbox',
	field: InspectedField,
): string | undefined {
	const { id, runtime } = one;
	if (id === undefined || runtime === undefined) return undefined;
	const short = shellWord(id.slice(0, 12));
	if (selectFlavour(runtime) === 'docker') return `docker inspect -f '${dockerFields[field]}' ${short}`;
	const verb = role === 'sandbox' ? 'inspectp' : 'inspect';
	return `crictl ${verb} -o go-template --template '${criFields[field]}' ${short}`;
}
