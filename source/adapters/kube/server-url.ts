import { isFilledString, type JsonObject } from '../../core/normalize-kube-object.ts';
import { KubeconfigError } from './kubeconfig.ts';

/**
 * The URL of a kubeconfig's cluster without user, password, query and final slash.
 * @throws KubeconfigError
 */
export function readServerUrl(cluster: JsonObject): string {
	if (!isFilledString(cluster.server)) throw new KubeconfigError('its cluster names no server');
	// kubectl takes a server without a scheme for http, unless there is a CA to check it with
	const scheme = cluster['certificate-authority'] || cluster['certificate-authority-data'] ? 'https' : 'http';
	const text = cluster.server.includes('://') ? cluster.server : `${scheme}://${cluster.server}`;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url || !['http:', 'https:'].includes(url.protocol)) {
		throw new KubeconfigError("its cluster's server is no http or https URL");
	}
	return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
