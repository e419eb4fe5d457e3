/** Where a command writes and how it is stopped. Data goes to `out`, messages to `err`. */
export type CommandIo = {
	/** What it returns is pending while the reader is behind: who has much to say waits for it. */
	out(text: string): void | Promise<void>;
	err(text: string): void;
	/** Aborts on SIGINT, SIGTERM, SIGHUP and when nobody reads stdout any more. */
	signal: AbortSignal;
	/** Asks whoever sits at the terminal; absent where nobody does. Undefined: no answer. */
	ask?(question: string): Promise<string | undefined>;
};
