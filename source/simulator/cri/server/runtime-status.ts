import { pauseImage } from '../../image.ts';
import type { CriEngine } from '../cri-engine.ts';

/** The answer of Status. */
export function formatRuntimeStatus(engine: CriEngine, verbose: boolean): object {
	const { profile } = engine;
	const conditions = ['RuntimeReady', 'NetworkReady'].map((type) => ({ type, status: true, reason: '', message: '' }));
	return {
		status: { conditions },
		...(verbose ? { info: formatInfo(engine) } : {}),
		...(profile.hasUserNamespaces ? { runtimeHandlers: listHandlers(engine) } : {}),
	};
}

function listHandlers({ profile }: CriEngine) {
	const isolated = profile.name === 'containerd' ? 'runsc' : 'kata';
	return ['', profile.name === 'containerd' ? 'runc' : 'crun', isolated].map((name) => ({
		name,
		features: { recursiveReadOnlyMounts: true, userNamespaces: name !== isolated },
	}));
}

/** Each value is JSON, as with `crictl info`. */
function formatInfo({ profile, cgroup }: CriEngine): Record<string, string> {
	const isSystemd = cgroup === 'v2-systemd';
	if (profile.name === 'cri-o') return { config: JSON.stringify({ sandboxImage: pauseImage }) };
	const runc = { runtimeType: 'io.containerd.runc.v2', options: { SystemdCgroup: isSystemd } };
	const runsc = { runtimeType: 'io.containerd.runsc.v1', options: {} };
	const containerd = { snapshotter: 'overlayfs', defaultRuntimeName: 'runc', runtimes: { runc, runsc } };
	return {
		config: JSON.stringify({ containerd, sandboxImage: pauseImage, systemdCgroup: false }),
		golang: JSON.stringify('go1.19.8'),
		lastCNILoadStatus: JSON.stringify('OK'),
	};
}
