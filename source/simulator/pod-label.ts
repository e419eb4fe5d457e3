/** The label by which every runtime knows whose a container or sandbox is; the kubelet sets it. */
export const podUidLabel = 'io.kubernetes.pod.uid';
