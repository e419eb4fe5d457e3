import { escapeText } from '../../format/escape.ts';
import type { ScreenModel } from '../state/screen-model.ts';

/** Why the table is empty, in one line. */
export function selectEmptyText({ node, view, screen, options }: ScreenModel): string {
	if (view.pods.length > 0 || view.unmatched.length > 0) {
		const { applied } = screen.filter;
		if (applied !== '') return `nothing matches ${escapeText(applied)}   (esc clears the filter)`;
		return `no pods in ${escapeText(options.kubeNamespace ?? 'this namespace')} on this node`;
	}
	const healths = [...node.sources.values()].map(({ health }) => health);
	if (healths.length === 0 || healths.includes('connecting')) return 'waiting for the first listing';
	if (healths.some((health) => health === 'live' || health === 'degraded'))
		return 'no pods and no containers on this node';
	return 'no source answers; ? tells what each one needs';
}
