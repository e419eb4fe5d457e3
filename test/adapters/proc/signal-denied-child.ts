// Run as a child process of root's: becomes nobody, tries to send a signal, prints what it is told. Argument: the order.
import { writeFileSync } from 'node:fs';
import { type SignalOrder, sendSignal } from '../../../source/adapters/proc/send-signal.ts';
import { SourceError } from '../../../source/core/source.ts';

const order: SignalOrder = JSON.parse(process.argv[2] ?? '');
writeFileSync(`${order.hostRoot}/proc/self/status`, `NSpid:\t${process.pid}\n`);
process.setgid?.(65_534);
process.setuid?.(65_534);
try {
	process.stdout.write(JSON.stringify({ name: sendSignal(order) }));
} catch (error) {
	if (!(error instanceof SourceError)) throw error;
	const { name, message, remedy } = error;
	process.stdout.write(JSON.stringify({ name, message, remedy }));
}
