import { UsageError } from './usage-error.ts';

/** Whether a set of labels is selected. */
export type LabelSelector = (labels: Readonly<Record<string, string>>) => boolean;

const setPattern = /^([^\s!=(),]+)\s+(in|notin)\s+\(([^()]*)\)$/;
const equalityPattern = /^([^\s!=(),]+)\s*(==|=|!=)\s*([^\s!=(),]*)$/;
const existencePattern = /^(!?)\s*([^\s!=(),]+)$/;

/**
 * Parses kubectl's `-l`: `app=web,tier!=db,env in (a,b),env notin (c),gpu,!spot`. All parts must hold.
 * As in Kubernetes, `!=` and `notin` also select what lacks the label.
 * @throws UsageError for anything else.
 */
export function parseLabelSelector(text: string): LabelSelector {
	const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
	const requirements = parts.filter((part) => part !== '').map(parseRequirement);
	return (labels) => requirements.every((holds) => holds(labels));
}

function parseRequirement(part: string): LabelSelector {
	const set = setPattern.exec(part);
	if (set) {
		const [, key = '', operator, list = ''] = set;
		const values = list.split(',').map((value) => value.trim());
		const wanted = operator === 'in';
		return (labels) => (labels[key] !== undefined && values.includes(labels[key])) === wanted;
	}
	const equality = equalityPattern.exec(part);
	if (equality) {
		const [, key = '', operator, value = ''] = equality;
		return (labels) => (labels[key] === value) === (operator !== '!=');
	}
	const existence = existencePattern.exec(part);
	if (!existence) throw new UsageError(`cannot read "${part}" in the label selector`);
	const [, not, key = ''] = existence;
	return (labels) => (labels[key] !== undefined) === (not === '');
}
