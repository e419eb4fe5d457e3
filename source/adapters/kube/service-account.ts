import { join } from 'node:path';
import type { CredentialEnvironment } from './credential-places.ts';
import type { KubeCredentials } from './kube-credentials.ts';
import { CredentialFileError, createStaticAuthorization } from './static-authorization.ts';

export const serviceAccountPlace = 'service account';
const defaultDirectory = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The credentials that Kubernetes puts into a pod; `undefined` outside of one, a text when they are incomplete.
 * @param directory where the token and the CA are mounted
 */
export function readServiceAccount(
	env: CredentialEnvironment,
	directory = defaultDirectory,
): KubeCredentials | string | undefined {
	const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
	if (!host) return undefined;
	const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
	const cluster = { 'certificate-authority': join(directory, 'ca.crt') };
	const user = { tokenFile: join(directory, 'token') };
	try {
		return { place: serviceAccountPlace, server, ...createStaticAuthorization({ cluster, user }, server) };
	} catch (error) {
		if (error instanceof CredentialFileError) return `its file ${error.path} cannot be read (${error.code})`;
		throw error;
	}
}
