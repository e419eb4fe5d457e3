import { isJsonObject } from '../../core/normalize-kube-object.ts';
import { SourceError } from '../../core/source.ts';
import type { KubeCredentials } from './kube-credentials.ts';
import { KubeRequestError } from './kube-request-error.ts';

/** What a request was about, for the words of its error. */
export type RequestContext = {
	credentials: KubeCredentials;
	/** What was to be done: `list the pods of this node`. */
	task: string;
	/** Milliseconds since the epoch. */
	now: number;
};

/** Puts whatever a request failed with into words, with a remedy. Never quotes what was sent or received, but Status messages. */
export function describeKubeError(error: unknown, context: RequestContext): SourceError {
	if (error instanceof SourceError) return error;
	if (error instanceof KubeRequestError) return describeRequestError(error, context);
	const code = readCode(error);
	const { message, remedy } = describeConnectionError(code, context);
	return new SourceError(message, { remedy, cause: error });
}

/** EPROTO is any failure of TLS: which one, only OpenSSL's own text says: `…:SSL routines:…:wrong version number:…`. */
function readCode(error: unknown): string {
	if (!isJsonObject(error) && !(error instanceof Error)) return '';
	const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
	if (code !== 'EPROTO' || typeof error.message !== 'string') return code;
	const reason = error.message.match(/wrong version number|[a-z0-9 ]*alert [a-z ]+|certificate verify failed/i)?.[0];
	return reason ? `ERR_SSL_${reason.trim().toUpperCase().replaceAll(' ', '_')}` : code;
}

type Words = { message: string; remedy: string };

function describeRequestError(error: KubeRequestError, context: RequestContext): SourceError {
	const { message, remedy } = wordRequestError(error, context);
	return new SourceError(message, { remedy, cause: error });
}

function wordRequestError({ kind, status, serverMessage }: KubeRequestError, context: RequestContext): Words {
	const { server } = context.credentials;
	const says = serverMessage ? `: ${serverMessage}` : '';
	if (kind === 'timeout') {
		return { message: `the API server ${server} does not answer in time`, remedy: checkServer };
	}
	if (kind === 'malformed') {
		return {
			message: `what ${server} answers is not the JSON of a Kubernetes API`,
			remedy: `check that the server in ${context.credentials.place} is an API server and not a proxy or a web page`,
		};
	}
	switch (status) {
		case 401:
			return (
				describeExpiry(context) ?? {
					message: `the API server ${server} does not accept the credentials of ${context.credentials.place} (401)`,
					remedy: 'renew them, or choose others with --kubeconfig or --context',
				}
			);
		case 403:
			return {
				message: `the API server does not allow to ${context.task} (403)${says}`,
				remedy:
					'have get, list and watch on pods, nodes and events granted (RBAC), or choose other credentials with --kubeconfig',
			};
		case 400:
		case 404:
			return {
				message: `the API server ${server} cannot ${context.task} (${status})${says}`,
				remedy: `check the server's address and scheme in ${context.credentials.place}`,
			};
		default:
			return { message: `the API server ${server} answers with HTTP ${status}${says}`, remedy: checkServer };
	}
}

const checkServer = 'check that the API server is up and reachable from here; pausetop --no-kube goes without it';

function describeConnectionError(code: string, context: RequestContext): Words {
	const { server, place } = context.credentials;
	switch (code) {
		case 'ECONNREFUSED':
			return { message: `nothing listens at ${server} (connection refused)`, remedy: checkServer };
		case 'ECONNRESET':
		case 'EPIPE':
			// with TLS 1.3 a client whose certificate is refused may see no more of it than this
			return (
				describeExpiry(context) ?? { message: `the API server ${server} closed the connection`, remedy: checkServer }
			);
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return {
				message: `the name of the API server ${server} cannot be resolved`,
				remedy: `check the server's name in ${place} and this machine's DNS`,
			};
		case 'ETIMEDOUT':
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
			return { message: `the API server ${server} cannot be reached (${code})`, remedy: checkServer };
		default:
			return (
				describeTlsError(code, context) ?? {
					message: `the connection to ${server} broke (${code || 'closed'})`,
					remedy: checkServer,
				}
			);
	}
}

const untrusted = new Set([
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'CERT_SIGNATURE_FAILURE',
	'CERT_UNTRUSTED',
]);

function describeTlsError(code: string, context: RequestContext): Words | undefined {
	const { server, place } = context.credentials;
	if (untrusted.has(code)) {
		return {
			message: `the certificate of ${server} is not signed by the CA that ${place} trusts`,
			remedy: `check certificate-authority in ${place}: it may be another cluster's, or the cluster's CA was replaced`,
		};
	}
	if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
		const why = code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not yet valid';
		return { message: `the certificate of ${server} ${why}`, remedy: "renew it, and check this machine's clock" };
	}
	if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
		return {
			message: `the certificate of ${server} is for another name`,
			remedy: `use a name or address in ${place} that the certificate has, or set tls-server-name there`,
		};
	}
	if (/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH/.test(code)) {
		return {
			message: `${server} does not speak TLS`,
			remedy: `check the scheme (http or https) of the server in ${place}`,
		};
	}
	// the server's alert about the client's certificate: CERTIFICATE_EXPIRED, BAD_CERTIFICATE, UNKNOWN_CA, CERTIFICATE_REQUIRED
	if (/ALERT/.test(code)) {
		return (
			describeExpiry(context) ?? {
				message: `the API server ${server} refuses the client certificate of ${place} (${code})`,
				remedy: 'renew it, or choose other credentials with --kubeconfig or --context',
			}
		);
	}
	if (/^ERR_OSSL|^ERR_SSL/.test(code)) {
		return {
			message: `no TLS connection to ${server} with the certificates of ${place} (${code})`,
			remedy: 'check that client-certificate, client-key and certificate-authority are PEM and belong together',
		};
	}
	return undefined;
}

function describeExpiry({ credentials: { certificate, place }, now }: RequestContext): Words | undefined {
	if (!certificate || certificate.notAfter > now) return undefined;
	const date = new Date(certificate.notAfter).toISOString().replace(/\.\d+Z$/, 'Z');
	return {
		message: `the client certificate in ${place} expired on ${date}`,
		remedy:
			'renew it (kubeadm certs renew, or restart k3s), or choose other credentials with --kubeconfig or --context',
	};
}
