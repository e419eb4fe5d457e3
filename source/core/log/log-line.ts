export type LogStream = 'stdout' | 'stderr';

/** One line that a container wrote. External text: draw it only through `cleanLogText`. */
export type LogLine = {
	/** When the runtime took it in, milliseconds since the epoch. */
	at?: number;
	/** The same in the runtime's own words, RFC 3339 with up to nine digits, which a number cannot hold. */
	stamp?: string;
	/** A container with a terminal has stdout only. */
	stream: LogStream;
	/** Without its line break. What was no UTF-8 has become U+FFFD. */
	text: string;
	/** How many bytes at its end are left out, because it is too long. */
	cut?: number;
	/** No line break follows: the container ended in the middle of it, or the next line of this stream continues it. */
	open?: true;
	/** It continues the line of this stream before it. */
	continues?: true;
};

/** Takes lines in. While what it returns is pending no more is read. */
export type EmitLog = (lines: readonly LogLine[]) => void | Promise<void>;
