/**
 * The first characters of a container or image id, 12 as in `docker ps`. A scheme (`docker://`, `containerd://`) or digest
 * name (`sha256:`) before it is left out.
 */
export function shortId(id: string, length = 12): string {
	return id.replace(/^[\w.+-]+:(\/\/)?(?=[0-9a-f]+$)/i, '').slice(0, length);
}
