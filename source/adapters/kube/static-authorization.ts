import { isFilledString, isJsonObject, type JsonObject } from '../../core/normalize-kube-object.ts';
import { type ClientCertificate, readClientCertificate } from './client-certificate.ts';
import { readHostFile } from './host-file.ts';
import type { Authorization, TlsOptions } from './kube-credentials.ts';
import { KubeconfigError } from './kubeconfig.ts';
import type { SelectedContext } from './select-context.ts';

/** A file that a kubeconfig names and that cannot be read. */
export class CredentialFileError extends KubeconfigError {
	readonly path: string;
	readonly code: string | undefined;

	constructor(path: string, cause: unknown) {
		super('a file it names cannot be read', { cause });
		this.path = path;
		this.code = isJsonObject(cause) && typeof cause.code === 'string' ? cause.code : undefined;
	}
}

export type StaticAuthorization = { certificate?: ClientCertificate; authorize(): Promise<Authorization> };

/**
 * Reads what a context's cluster and user name: certificates, tokens, a password. Inline data goes before files and a
 * token file before a token, as in kubectl.
 * @param hostRoot where the host's root is mounted, for files of the host
 * @throws CredentialFileError
 */
export function createStaticAuthorization(
	{ cluster, user }: Pick<SelectedContext, 'cluster' | 'user'>,
	server: string,
	hostRoot?: string,
): StaticAuthorization {
	// kubectl sends no credentials in the clear either
	if (server.startsWith('http:')) return { authorize: async () => ({ headers: {}, tls: {} }) };
	const tls = readTls(cluster, user, hostRoot);
	const headers = readImpersonation(user);
	const readToken = createTokenReader(user, hostRoot);
	const token = readToken();
	const basic = isFilledString(user.username)
		? `Basic ${Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')}`
		: undefined;
	return {
		certificate: readClientCertificate(tls.cert),
		authorize: async () => {
			const authorization = token === undefined ? basic : `Bearer ${readToken()}`;
			return { headers: authorization ? { ...headers, authorization } : headers, tls };
		},
	};
}

function readTls(cluster: JsonObject, user: JsonObject, hostRoot?: string): TlsOptions {
	const material = {
		ca: readMaterial(cluster, 'certificate-authority', hostRoot),
		cert: readMaterial(user, 'client-certificate', hostRoot),
		key: readMaterial(user, 'client-key', hostRoot),
		servername: isFilledString(cluster['tls-server-name']) ? cluster['tls-server-name'] : undefined,
		rejectUnauthorized: cluster['insecure-skip-tls-verify'] === true ? false : undefined,
	};
	// node:tls takes an `undefined` for a value
	return Object.fromEntries(Object.entries(material).filter(([, value]) => value !== undefined));
}

function readMaterial(source: JsonObject, field: string, hostRoot?: string): Buffer | undefined {
	const data = source[`${field}-data`];
	if (isFilledString(data)) return Buffer.from(data, 'base64');
	const path = source[field];
	return isFilledString(path) ? readNamedFile(path, hostRoot) : undefined;
}

/**
 * The same context with the certificates' contents in place of their paths, for a reader that knows no `hostRoot`.
 * @throws CredentialFileError
 */
export function inlineFiles(selected: SelectedContext, hostRoot?: string): SelectedContext {
	const inline = (source: JsonObject, field: string): JsonObject => {
		const { [field]: _, ...rest } = source;
		const material = readMaterial(source, field, hostRoot);
		return material ? { ...rest, [`${field}-data`]: material.toString('base64') } : rest;
	};
	return {
		...selected,
		cluster: inline(selected.cluster, 'certificate-authority'),
		user: inline(inline(selected.user, 'client-certificate'), 'client-key'),
	};
}

function readNamedFile(path: string, hostRoot?: string): Buffer {
	try {
		return readHostFile(path, hostRoot);
	} catch (error) {
		throw new CredentialFileError(path, error);
	}
}

/** A bound service account token is replaced on disk every hour or so: it is read for each request. */
function createTokenReader(user: JsonObject, hostRoot?: string): () => string | undefined {
	const path = user.tokenFile ?? user['token-file'];
	if (isFilledString(path)) return () => readNamedFile(path, hostRoot).toString('utf8').trim();
	const token = isFilledString(user.token) ? user.token.trim() : undefined;
	return () => token;
}

function readImpersonation(user: JsonObject): Record<string, string | readonly string[]> {
	const headers: Record<string, string | readonly string[]> = {};
	if (isFilledString(user.as)) headers['impersonate-user'] = user.as;
	if (isFilledString(user['as-uid'])) headers['impersonate-uid'] = user['as-uid'];
	if (Array.isArray(user['as-groups'])) headers['impersonate-group'] = user['as-groups'].filter(isFilledString);
	return headers;
}
