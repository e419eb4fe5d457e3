import type { LogRun } from '../log/log-lines.ts';
import type { LogFile } from '../log/log-tree.ts';
import type { CriEngine } from './cri-engine.ts';
import type { ContainerRecord } from './cri-record.ts';

/** The file is there from the container's start until its record is removed, which the kubelet does to both. */
export function watchLogs(engine: CriEngine, chatty: boolean, listener: (file: LogFile) => void): void {
	const { table } = engine;
	/** By container; a sandbox's record may go first. */
	const paths = new Map<string, string>();
	const tell = (container: ContainerRecord) => {
		const { id, sandboxId, logPath } = container;
		const path = paths.get(id) ?? `${table.getSandbox(sandboxId)?.logDirectory}/${logPath}`;
		const run = readLogRun(container, chatty);
		if (table.getContainer(id) === undefined) {
			paths.delete(id);
			listener({ path });
		} else if (run !== undefined) {
			paths.set(id, path);
			listener({ path, run });
		}
	};
	for (const container of table.containers()) tell(container);
	engine.onChange((record) => {
		if (record.kind === 'container') tell(record);
	});
}

/** A container's log; undefined when it has never been started. */
export function readLogRun({ id, started, finished, behaviour }: ContainerRecord, chatty: boolean): LogRun | undefined {
	return started && { id, started, ...(finished !== undefined && { finished }), behaviour, chatty };
}
