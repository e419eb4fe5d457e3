/**
 * Whether a runtime class's handler runs containers in a guest of its own (Kata, gVisor, Firecracker): then the namespaces that
 * the host shows are those of the guest's keeper, and prove nothing about the containers. Handlers are named freely in the
 * runtime's configuration; those of runc and crun, and NVIDIA's wrappers of them, share the host's kernel.
 */
export function isIsolating(handler: string | undefined): boolean {
	return Boolean(handler) && !/runc|crun|youki|nvidia/.test(handler ?? '');
}
