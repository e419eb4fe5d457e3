import { containerShells, describeNoShell, type ShellResult } from '../../core/shell/shell-target.ts';
import { SourceError } from '../../core/source.ts';
import { attachTerminal, type ShellTerminal } from '../shell-terminal.ts';
import { type CriClient, connectCri } from './cri-client.ts';
import type { CriEndpoint } from './cri-endpoint.ts';
import { openExecChannel } from './exec-channel.ts';

/** Longest wait for an answer, milliseconds. */
const requestTimeout = 10_000;

/**
 * Opens a shell in a container as `crictl exec -it` and the kubelet do: the runtime makes the process, with the container's user,
 * environment, limits and a terminal of its own, and streams it. Resolves when it has ended. Never rejects.
 */
export async function execCri(
	endpoint: CriEndpoint,
	{ id, container: name }: { id: string; container: string },
	terminal: ShellTerminal,
	signal: AbortSignal,
): Promise<ShellResult> {
	let client: CriClient | undefined;
	try {
		client = await connectCri(endpoint, { requestTimeout, signal });
		for (const shell of containerShells) {
			const result = await tryShell(client, id, shell, terminal, signal);
			if (result !== 'missing') return result;
		}
		return describeNoShell(name);
	} catch (error) {
		return signal.aborted ? {} : explain(error, name);
	} finally {
		client?.close();
	}
}

async function tryShell(
	client: CriClient,
	id: string,
	shell: string,
	terminal: ShellTerminal,
	signal: AbortSignal,
): Promise<ShellResult | 'missing'> {
	const url = await client.exec(id, [shell], signal);
	if (url === undefined) throw new SourceError('the runtime gives no address for the shell', { remedy });
	const channel = await openExecChannel(url, { milliseconds: requestTimeout, signal });
	const result = await attachTerminal(terminal, channel, signal);
	return isMissing(result) ? 'missing' : result;
}

const remedy = 'crictl exec -it tries the same by another way';

/** runc's words, within those of the runtime; a shell that has run has an exit code. */
function isMissing({ exitCode, message }: ShellResult): boolean {
	return (
		exitCode === undefined &&
		/executable file not found|no such file or directory|not found in \$PATH/i.test(message ?? '')
	);
}

function explain(error: unknown, name: string): ShellResult {
	const message = error instanceof Error ? error.message : String(error);
	if (/not ?found|no such container/i.test(message)) {
		return { message: `container "${name}" is gone`, remedy: 'choose its successor in the list' };
	}
	if (/not in running state|is not running|is in \S+ state/i.test(message)) {
		return { message: `container "${name}" does not run`, remedy: 'choose its successor in the list' };
	}
	return { message, remedy: error instanceof SourceError ? error.remedy : remedy };
}
