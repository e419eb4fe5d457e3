import { isFilledString, isJsonObject } from '../../core/normalize-kube-object.ts';
import type { KubeClient } from './kube-client.ts';

/** The API server's version, `v1.20.2`; `undefined` when it does not tell. @throws as KubeClient.get */
export async function readKubeVersion(client: KubeClient, signal: AbortSignal): Promise<string | undefined> {
	const wire = await client.get('/version', {}, signal);
	return isJsonObject(wire) && isFilledString(wire.gitVersion) ? wire.gitVersion : undefined;
}
