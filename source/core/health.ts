/**
 * How a source is doing. `connecting`: no answer yet. `live`: what it shows is current. `degraded`: it works, but a part
 * is missing. `unsupported`: it cannot exist here. `failed`: it does not answer; what it showed before is old.
 */
export type Health = 'connecting' | 'live' | 'degraded' | 'unsupported' | 'failed';

/** The state of one source, with the reason and what to do about it, both for people. */
export type SourceHealth = {
	health: Health;
	/** What is the matter, in one line, without a full stop. Absent when live. */
	detail?: string;
	/** What the reader can do next, in one line. Absent when there is nothing to do. */
	remedy?: string;
	/** Where it reads: a socket path, a server URL without credentials, a directory. */
	endpoint?: string;
	/** The version of what answers, e.g. `20.10.24`. */
	version?: string;
};
