/** A Unix socket on which CRI is spoken. */
export type CriEndpoint = { path: string };

/** The endpoint as crictl and the kubelet write it: `unix:///run/containerd/containerd.sock`. */
export function formatCriEndpoint({ path }: CriEndpoint): string {
	return `unix://${path}`;
}

/** The endpoint itself, or what the search for it finds. */
export async function resolveEndpoint(endpoint: CriEndpoint | (() => Promise<CriEndpoint>)): Promise<CriEndpoint> {
	return typeof endpoint === 'function' ? endpoint() : endpoint;
}
