/** The part of /proc/PID/status that is used; see proc_pid_status(5). A part is absent where the kernel does not print it. */
export type ProcStatus = {
	/** The pid in each nested pid namespace, the reader's first (NSpid, Linux 4.1). */
	nsPids?: readonly number[];
	uids?: { real: number; effective: number; saved: number; filesystem: number };
};

/** Never fails: what cannot be read is absent. */
export function parseProcStatus(text: string): ProcStatus {
	const nsPids = parseNumbers(text, 'NSpid');
	const [real, effective, saved, filesystem] = parseNumbers(text, 'Uid') ?? [];
	const status: ProcStatus = {};
	if (nsPids) status.nsPids = nsPids;
	if (real !== undefined && effective !== undefined && saved !== undefined && filesystem !== undefined) {
		status.uids = { real, effective, saved, filesystem };
	}
	return status;
}

/** The numbers of one line. The kernel escapes newlines in `Name:`, so a name cannot pretend to be another line. */
function parseNumbers(text: string, name: string): number[] | undefined {
	const line = new RegExp(`^${name}:((?:[\\t ]+\\d+)+)[\\t ]*$`, 'm').exec(text)?.[1];
	return line?.trim().split(/\s+/).map(Number);
}
