/** Any object of the API server's. Written once, never changed: a change is a new object. */
export type KubeObject = {
	apiVersion: string;
	kind: string;
	metadata: KubeMetadata;
	[field: string]: unknown;
};

export type KubeMetadata = {
	name: string;
	namespace?: string;
	uid: string;
	resourceVersion?: string;
	creationTimestamp: string;
	deletionTimestamp?: string;
	deletionGracePeriodSeconds?: number;
	labels?: Readonly<Record<string, string>>;
	annotations?: Readonly<Record<string, string>>;
	managedFields?: readonly unknown[];
	ownerReferences?: readonly unknown[];
};

/** RFC 3339 with whole seconds, as the API writes its times. @param at milliseconds since the epoch */
export function formatKubeTime(at: number): string {
	return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
