/** Inode numbers of namespaces. As the kernel's: always the lowest free number, freed ones at once. */
export type InodePool = {
	take(): number;
	give(inode: number): void;
};

export function createInodePool(first: number): InodePool {
	/** A binary heap: a node with thousands of containers frees and takes in bursts. */
	const freed: number[] = [];
	let next = first;
	return {
		take() {
			const lowest = freed[0];
			if (lowest === undefined) return next++;
			const last = freed.pop() as number;
			if (freed.length > 0) siftDown(freed, last);
			return lowest;
		},
		give(inode) {
			let index = freed.push(inode) - 1;
			while (index > 0) {
				const parent = (index - 1) >> 1;
				if ((freed[parent] as number) <= inode) break;
				freed[index] = freed[parent] as number;
				index = parent;
			}
			freed[index] = inode;
		},
	};
}

function siftDown(heap: number[], value: number): void {
	let index = 0;
	for (;;) {
		let child = index * 2 + 1;
		if (child >= heap.length) break;
		if (child + 1 < heap.length && (heap[child + 1] as number) < (heap[child] as number)) child += 1;
		if ((heap[child] as number) >= value) break;
		heap[index] = heap[child] as number;
		index = child;
	}
	heap[index] = value;
}
