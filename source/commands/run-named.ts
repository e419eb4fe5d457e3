import { UsageError } from '../core/usage-error.ts';
import { withHostRoot } from '../wire/host-root.ts';
import { prepareScanThread } from '../wire/prepare-scan.ts';
import type { Arguments } from './arguments.ts';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './command-table.ts';
import { readInsidePodRequest } from './inside-form.ts';
import { limitMemory } from './limit-memory.ts';
import {
	isAscii,
	isColoured,
	readEventsRequest,
	readGetRequest,
	readLogsRequest,
	readRestartRequest,
	readTopRequest,
	readWireRequest,
} from './read-requests.ts';
import type { Surroundings } from './surroundings.ts';

/** Runs the command that the arguments name, and gives its exit code. Each command is loaded only when it is the one. */
export async function runNamed(parsed: Arguments, around: Surroundings, io: CommandIo): Promise<number> {
	const { command, flags } = parsed;
	if (flags.licenses) {
		const { runLicenses } = await import('./licenses.ts');
		return runLicenses(io);
	}
	const request = withHostRoot(readWireRequest(parsed, around));
	switch (command) {
		case 'get': {
			const getRequest = readGetRequest(parsed);
			prepareScanThread();
			const { runGet } = await import('./get.ts');
			return runGet(getRequest, request, io);
		}
		case 'events': {
			const { runEvents } = await import('./events.ts');
			return runEvents(readEventsRequest(parsed), request, io);
		}
		case 'logs': {
			const { runLogs } = await import('./logs.ts');
			return runLogs(readLogsRequest(parsed, around), request, io);
		}
		case 'restart': {
			const { runRestart } = await import('./restart.ts');
			return runRestart(readRestartRequest(parsed, around), request, { ...io, ask: createAsk(around, io.signal) });
		}
		case 'ps': {
			const { runPs } = await import('./ps.ts');
			return runPs(readInsidePodRequest(parsed, around.stdoutColumns), request, io);
		}
		case 'sockets': {
			const { runSockets } = await import('./sockets.ts');
			return runSockets(readInsidePodRequest(parsed, around.stdoutColumns), request, io);
		}
		case 'top': {
			const { runTop } = await import('./top.ts');
			return runTop(readTopRequest(parsed, around), request, io);
		}
		case 'findings': {
			const [{ readFindingsRequest }, { runFindings }] = await Promise.all([
				import('./findings-request.ts'),
				import('./findings.ts'),
			]);
			return runFindings(readFindingsRequest(parsed, around), request, io);
		}
		case 'doctor': {
			const { runDoctor } = await import('./doctor.ts');
			return runDoctor(request, io);
		}
		case 'completion': {
			const { formatCompletion } = await import('./completion/completion.ts');
			io.out(formatCompletion(parsed.input[0]));
			return exitCodes.success.code;
		}
		case 'man': {
			const { formatMan } = await import('./format-man.ts');
			io.out(formatMan(around.version));
			return exitCodes.success.code;
		}
		default: {
			if (!around.stdinIsTerminal || around.stdoutColumns === undefined) {
				throw new UsageError('the screen needs a terminal. For scripts: pausetop get -A, or pausetop events');
			}
			limitMemory();
			const { runScreen } = await import('./screen.tsx');
			return runScreen({ ascii: isAscii(flags, around), color: isColoured(flags, around) }, request, io);
		}
	}
}

/** Both ends must be a terminal: a question that nobody sees cannot be answered. */
function createAsk({ stdinIsTerminal, stderrColumns }: Surroundings, signal: AbortSignal): CommandIo['ask'] {
	if (!stdinIsTerminal || stderrColumns === undefined) return undefined;
	return async (question) => {
		const { askTerminal } = await import('./ask-terminal.ts');
		return askTerminal(question, signal);
	};
}
