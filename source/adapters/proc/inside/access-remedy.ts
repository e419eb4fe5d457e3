/** What to do where other users' processes may not be looked into. */
export function accessRemedy(): string {
	return process.geteuid?.() === 0
		? 'allow CAP_SYS_PTRACE, e.g. docker run --privileged --pid=host'
		: 'run as root: sudo pausetop';
}
