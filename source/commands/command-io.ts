/** Where a command writes and how it is stopped. Data goes to `out`, messages to `err`. */
export type CommandIo = {
	out(text: string): void;
	err(text: string): void;
	/** Aborts on SIGINT, SIGTERM, SIGHUP and when nobody reads stdout any more. */
	signal: AbortSignal;
};
