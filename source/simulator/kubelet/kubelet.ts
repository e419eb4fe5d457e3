import { sleep } from '../clock.ts';
import type { Change } from '../kube/collection.ts';
import { formatKubeTime, type KubeObject } from '../kube/kube-object.ts';
import { timings } from '../timings.ts';
import { collectGarbage } from './garbage.ts';
import { killPod } from './kill-pod.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import { createKubeletPod, type KubeletPod } from './kubelet-pod.ts';
import { createMirrors } from './mirror-pods.ts';
import { takeSnapshot } from './pod-snapshot.ts';
import { createPodWorkers } from './pod-workers.ts';
import { createRuntimeWatch, type PodNews } from './runtime-watch.ts';
import { createPodSync } from './sync-pod.ts';

/** Runs one kubelet process, from its start until its clock is closed. */
export function runKubelet(parts: KubeletParts): void {
	const { clock, random, engine, api, disk } = parts;
	/** By runtime uid. */
	const pods = new Map<string, KubeletPod>();
	const watch = createRuntimeWatch(engine, disk, clock.isClosed);
	const podSync = createPodSync(parts);
	const workers = createPodWorkers({
		clock,
		random,
		isUrgent: (uid) => pods.get(uid)?.deletion !== undefined,
		async work(uid) {
			const pod = pods.get(uid);
			if (pod === undefined || pod.terminated) return true;
			if (pod.deletion === undefined) return podSync.sync(pod, watch.get(uid));
			await killPod(parts, pod, takeSnapshot(engine.table.ofPod(uid), disk.addresses), pod.deletion.graceMs);
			pod.terminated = true;
			watch.touch(uid);
			if (engine.table.ofPod(uid).length === 0) await finish(pod);
			return true;
		},
	});
	const mirrors = createMirrors(parts);

	const accept = (object: KubeObject) => {
		const input = disk.inputs.get(object.metadata.uid);
		if (input === undefined) return;
		const pod = createKubeletPod(object, input, formatKubeTime(clock.now()));
		const known = pods.get(pod.uid);
		if (known === undefined) {
			pods.set(pod.uid, pod);
			watch.touch(pod.uid);
			workers.poke(pod.uid);
		} else if (known.apiUid !== pod.apiUid) {
			known.apiUid = pod.apiUid;
			workers.poke(pod.uid);
		}
		if (object.metadata.deletionTimestamp !== undefined) endPod(object);
	};

	const endPod = (object: KubeObject) => {
		if (mirrors.isMirror(object)) return mirrors.replace(object);
		const pod = pods.get(object.metadata.uid);
		if (pod === undefined || pod.deletion !== undefined) return;
		pod.deletion = { graceMs: (object.metadata.deletionGracePeriodSeconds ?? 2) * 1000 };
		workers.poke(pod.uid);
	};

	const hear = (change: Change) => {
		clock.setTimeout(() => {
			if (change.type !== 'DELETED') accept(change.object);
			else endPod(change.object);
		}, timings.apiToKubelet);
	};

	const finish = async (pod: KubeletPod) => {
		if (!pods.delete(pod.uid)) return;
		await sleep(clock, timings.podDelete);
		api.finishPod(pod.kubeNamespace, pod.name, pod.apiUid ?? '');
		workers.forget(pod.uid);
		if (pod.apiUid !== undefined) disk.inputs.delete(pod.apiUid);
		for (const container of pod.containers) disk.logs.delete(`${pod.uid}/${container.name}`);
	};

	const handle = async (news: PodNews) => {
		const pod = pods.get(news.uid);
		if (pod === undefined) return;
		if (news.worthSync) workers.poke(pod.uid);
		if (pod.terminated) podSync.report(pod, news.snapshot);
		await collectGarbage(parts, news, pod.terminated);
		if (pod.terminated && engine.table.ofPod(pod.uid).length === 0) await finish(pod);
	};

	const relist = () => {
		clock.setTimeout(relist, timings.relist);
		if (!engine.isRunning()) return;
		const news = watch.relist();
		workers.refreshed();
		// A daemon that goes away in the middle makes one look fail; the next one finds the rest.
		for (const each of news) handle(each).catch(() => watch.touch(each.uid));
		mirrors.ensure();
	};

	const tick = () => {
		clock.setTimeout(tick, timings.workTick);
		workers.tick();
	};

	const unsubscribe = api.collections.pods.subscribe((change) => {
		if (clock.isClosed()) unsubscribe();
		else hear(change);
	});
	for (const object of api.collections.pods.list()) accept(object);
	clock.setTimeout(relist, 0);
	clock.setTimeout(tick, timings.workTick);
}
