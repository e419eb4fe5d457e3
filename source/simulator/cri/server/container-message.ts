import { canonicalImage, imageId } from '../../image.ts';
import type { CriProfile } from '../cri-profile.ts';
import type { ContainerRecord, SandboxRecord } from '../cri-record.ts';
import { formatNanoseconds } from './nanoseconds.ts';

const states = {
	created: 'CONTAINER_CREATED',
	running: 'CONTAINER_RUNNING',
	exited: 'CONTAINER_EXITED',
} as const;

/** An item of ListContainers: its image is the id that the kubelet passed. */
export function formatContainer(container: ContainerRecord, profile: CriProfile): object {
	const ref = formatImageRef(container.image, profile);
	return {
		...formatCommon(container),
		podSandboxId: container.sandboxId,
		image: formatImageSpec(ref, container, profile),
		imageRef: ref,
	};
}

/** `status` of ContainerStatus: its image has a name again. */
export function formatContainerStatus(
	container: ContainerRecord,
	sandbox: SandboxRecord | undefined,
	profile: CriProfile,
): object {
	const { started, finished, state } = container;
	return {
		...formatCommon(container),
		startedAt: started === undefined || state === 'created' ? '0' : formatNanoseconds(started),
		finishedAt: finished === undefined ? '0' : formatNanoseconds(finished),
		exitCode: container.exitCode,
		image: formatImageSpec(canonicalImage(container.image), container, profile),
		imageRef: formatImageRef(container.image, profile),
		reason: formatReason(container),
		mounts: container.mounts.map(({ source, destination, readOnly }) => {
			return { containerPath: destination, hostPath: source, readonly: readOnly };
		}),
		logPath: `${sandbox?.logDirectory ?? ''}/${container.logPath}`,
	};
}

/** containerd names images by their digest's whole text, CRI-O by its digits. */
export function formatImageRef(image: string, { name }: CriProfile): string {
	return name === 'containerd' ? imageId(image) : imageId(image).replace('sha256:', '');
}

function formatCommon(container: ContainerRecord) {
	const { id, name, attempt, labels, annotations } = container;
	return {
		id,
		metadata: { name, attempt },
		state: states[container.state],
		createdAt: formatNanoseconds(container.created),
		labels,
		annotations,
	};
}

function formatImageSpec(image: string, container: ContainerRecord, { tellsUserImage }: CriProfile) {
	return { image, ...(tellsUserImage ? { userSpecifiedImage: container.image } : {}) };
}

function formatReason({ state, exitCode, oomKilled }: ContainerRecord): string {
	if (state !== 'exited') return '';
	if (oomKilled) return 'OOMKilled';
	return exitCode === 0 ? 'Completed' : 'Error';
}
