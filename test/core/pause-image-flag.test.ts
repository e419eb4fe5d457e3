import { expect, test } from 'vitest';
import { parsePauseImageFlag } from '../../source/core/pause-image-flag.ts';

test.each([
	['kubelet --pod-infra-container-image=k8s.gcr.io/pause:3.2 --v=2', 'k8s.gcr.io/pause:3.2'],
	['cri-dockerd --pod-infra-container-image registry.k8s.io/pause:3.9', 'registry.k8s.io/pause:3.9'],
	['kubelet --pod_infra_container_image=a --pod-infra-container-image=b', 'b'],
	['kubelet --pod-infra-container-image= --v=2', undefined],
	['kubelet --pod-infra-container-image', undefined],
	['kubelet --pod-infra-container-image --v=2', undefined],
	['kubelet --config=/x', undefined],
])('%s', (words, expected) => {
	expect(parsePauseImageFlag(`${words.replaceAll(' ', '\0')}\0`)).toBe(expected);
});
