import { SourceError } from '../../core/source.ts';
import {
	type CredentialEnvironment,
	type KubeconfigPlace,
	listNodePlaces,
	listUserPlaces,
} from './credential-places.ts';
import type { KubeCredentials } from './kube-credentials.ts';
import { type PlaceOutcome, readPlace } from './read-place.ts';
import { readServiceAccount, serviceAccountPlace } from './service-account.ts';

export type CredentialOptions = {
	/** `--kubeconfig`. */
	kubeconfig?: string;
	/** `--context`. */
	context?: string;
	env: CredentialEnvironment;
	/** The user's home directory. */
	home?: string;
	/** Where the host's root directory is mounted: the node's own places lie below it. */
	hostRoot?: string;
	/** Where a pod's service account is mounted; for tests. */
	serviceAccountDirectory?: string;
};

/** One place that was looked at, for `doctor`. */
export type CredentialAttempt = {
	place: string;
	outcome: PlaceOutcome['outcome'];
	/** Why it is not used. */
	detail?: string;
};

export type CredentialSearch = { tried: readonly CredentialAttempt[] } & (
	| { credentials: KubeCredentials; error?: undefined }
	| { credentials?: undefined; error: SourceError }
);

/**
 * Looks for credentials in this order: --kubeconfig, $KUBECONFIG, ~/.kube/config, the pod's service account, the node's own
 * places. Takes the first that is complete. A place that was asked for must do; the others are skipped, and recorded.
 */
export function findKubeCredentials(options: CredentialOptions): CredentialSearch {
	const tried: CredentialAttempt[] = [];
	for (const place of [...listUserPlaces(options), serviceAccountPlace, ...listNodePlaces()] as const) {
		const found = place === serviceAccountPlace ? tryServiceAccount(options) : readPlace(place, options);
		const name = place === serviceAccountPlace ? place : place.name;
		tried.push({ place: name, outcome: found.outcome, detail: 'detail' in found ? found.detail : undefined });
		if (found.outcome === 'used') return { tried, credentials: found.credentials };
		const isFinal = place !== serviceAccountPlace && (place.explicit || found.outcome === 'no such context');
		if (isFinal) return { tried, error: describePlace(found, place) };
	}
	return { tried, error: describeNothingFound(tried) };
}

function tryServiceAccount(options: CredentialOptions): PlaceOutcome {
	const path = serviceAccountPlace;
	const found = readServiceAccount(options.env, options.serviceAccountDirectory);
	if (found === undefined) return { outcome: 'absent', path };
	if (options.context !== undefined) return { outcome: 'invalid', path, detail: 'it has no contexts to choose from' };
	return typeof found === 'string'
		? { outcome: 'invalid', path, detail: found }
		: { outcome: 'used', credentials: found };
}

function describePlace(found: Exclude<PlaceOutcome, { outcome: 'used' }>, place: KubeconfigPlace): SourceError {
	const subject = `the kubeconfig ${found.path}`;
	switch (found.outcome) {
		case 'absent':
			return new SourceError(`${subject} does not exist`, { remedy: `correct ${describeOrigin(place)}` });
		case 'unreadable':
			return new SourceError(`${subject} is of no use: ${found.detail}`, { remedy: permissionRemedy });
		case 'invalid':
			return new SourceError(`${subject} is of no use: ${found.detail}`, {
				remedy: `correct the file, or give another one with --kubeconfig`,
			});
		case 'no such context': {
			const existing = found.existing.length > 0 ? found.existing.join(', ') : 'none at all';
			return new SourceError(`${subject} is of no use: ${found.detail}`, {
				remedy: `choose one of its contexts with --context: ${existing}`,
			});
		}
	}
}

const permissionRemedy = 'run as a user who may read it (sudo pausetop), or give another one with --kubeconfig';

function describeOrigin(place: KubeconfigPlace): string {
	return place.name.startsWith('$KUBECONFIG') ? 'the variable KUBECONFIG' : '--kubeconfig';
}

function describeNothingFound(tried: readonly CredentialAttempt[]): SourceError {
	const refused = tried.find(({ outcome }) => outcome === 'unreadable') ?? tried.find(({ detail }) => detail);
	if (!refused) {
		return new SourceError('no credentials for the Kubernetes API: there is no kubeconfig and no service account', {
			remedy: 'give a kubeconfig with --kubeconfig FILE, or go without the API with --no-kube',
			health: 'unsupported',
		});
	}
	return new SourceError(`no credentials for the Kubernetes API; ${refused.place} is of no use: ${refused.detail}`, {
		remedy:
			refused.outcome === 'unreadable'
				? 'run as root (sudo pausetop), give a kubeconfig with --kubeconfig FILE, or go without the API with --no-kube'
				: 'give a kubeconfig with --kubeconfig FILE, or go without the API with --no-kube',
	});
}
