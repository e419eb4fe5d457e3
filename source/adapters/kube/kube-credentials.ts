import type { Agent } from 'node:http';
import type { ClientCertificate } from './client-certificate.ts';

/** How to reach an API server, and as whom. Secrets stay inside `authorize`, so that printing this prints none. */
export type KubeCredentials = {
	/** Where they were found: a path, `$KUBECONFIG …`, `service account`. */
	place: string;
	/** The kubeconfig's context. Absent for a service account. */
	context?: string;
	/** The user's name in the kubeconfig. */
	userName?: string;
	/** The server's URL without user, password, query and final slash. */
	server: string;
	/** The client certificate, where there is one. */
	certificate?: ClientCertificate;
	/**
	 * What a request needs. Asked before each request, because tokens change: a service account's file is read again, a
	 * plugin is run again once its token has expired.
	 * @throws SourceError
	 */
	authorize(): Promise<Authorization>;
};

export type Authorization = {
	headers: Readonly<Record<string, string | readonly string[]>>;
	tls: TlsOptions;
	/** Only for a server behind a proxy. */
	agent?: Agent;
};

/** As node:https takes them; `ca` absent means the roots that Node brings along. */
export type TlsOptions = {
	ca?: string | Buffer;
	cert?: string | Buffer;
	key?: string | Buffer;
	servername?: string;
	rejectUnauthorized?: boolean;
};
