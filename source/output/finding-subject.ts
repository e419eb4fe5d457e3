import type { FindingSubject } from '../core/findings/finding.ts';
import { shortId } from '../format/id.ts';

/** What a finding is about, in a few words: `default/web-0 nginx`, `node worker-2`, `process 4711 containerd-shim`. Unescaped. */
export function nameSubject(subject: FindingSubject): string {
	switch (subject.kind) {
		case 'pod':
			return namePod(subject);
		case 'node':
			return subject.name === undefined ? 'node' : `node ${subject.name}`;
		case 'runtime':
			return `runtime ${subject.name}`;
		case 'process':
			return `process ${subject.pid} ${subject.name}`;
		case 'file':
			return subject.path;
	}
}

function namePod({ kubeNamespace, name, container, id }: Extract<FindingSubject, { kind: 'pod' }>): string {
	const pod = kubeNamespace === '' ? name : `${kubeNamespace}/${name}`;
	return [pod, container, id === undefined ? undefined : shortId(id)].filter((part) => part !== undefined).join(' ');
}
