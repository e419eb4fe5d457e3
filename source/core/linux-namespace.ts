/** The eight kinds of Linux namespace, in the order in which every screen and document lists them. */
export const linuxNamespaceKinds = ['net', 'ipc', 'uts', 'pid', 'mnt', 'user', 'cgroup', 'time'] as const;

export type LinuxNamespaceKind = (typeof linuxNamespaceKinds)[number];

/**
 * Inode numbers by kind. A missing kind was not readable (or the kernel does not have it).
 * A number identifies a namespace only while that namespace lives: the kernel gives freed numbers out again at once.
 */
export type LinuxNamespaces = Readonly<Partial<Record<LinuxNamespaceKind, number>>>;

/**
 * For one container and one namespace: `pause` (the pod's sandbox's), `host`, `own`, `other`
 * (another container's or a stale sandbox's), `unknown` (not readable).
 */
export type Sharing = 'pause' | 'host' | 'own' | 'other' | 'unknown';
