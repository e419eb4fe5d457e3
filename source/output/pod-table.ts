import type { PodView } from '../core/node-view.ts';
import { escapeText } from '../format/escape.ts';
import { formatTable } from '../format/table.ts';
import { podColumns } from '../ui/columns/pod-columns.ts';

/**
 * The table of `pausetop get`: the columns of `kubectl get pod`, then those of the sandbox. As wide as it needs to be, as
 * kubectl's is; for a pipe as for a terminal.
 */
export function formatPodTable(
	pods: readonly PodView[],
	options: { now: number; wide: boolean; withNamespace: boolean },
): string {
	if (pods.length === 0) return '';
	const columns = podColumns.filter(
		(column) => (options.wide || !column.wide) && (options.withNamespace || column.id !== 'namespace'),
	);
	const context = { now: options.now, ascii: true, wide: options.wide };
	const rows = pods.map((pod) => columns.map((column) => escapeText(column.read(pod, context)?.text ?? column.absent)));
	return formatTable(
		columns.map((column) => column.title),
		rows,
	);
}
