import { sleep } from '../clock.ts';
import type { Change } from '../kube/collection.ts';
import { formatKubeTime, type KubeObject } from '../kube/kube-object.ts';
import { timings } from '../timings.ts';
import { collectGarbage, collectStale } from './garbage.ts';
import { killPod } from './kill-pod.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import { createKubeletPod, type KubeletPod, readRuntimeUid } from './kubelet-pod.ts';
import { createMirrors } from './mirror-pods.ts';
import { createPodWorkers } from './pod-workers.ts';
import { createRuntimeWatch, type PodNews } from './runtime-watch.ts';
import { createPodSync } from './sync-pod.ts';

/** Runs one kubelet process, from its start until its clock is closed. */
export function runKubelet(parts: KubeletParts): void {
	const { clock, random, runtime, api, disk } = parts;
	/** By runtime uid. */
	const pods = new Map<string, KubeletPod>();
	/** By uid; until the next look at the runtime. */
	const ended = new Set<string>();
	const watch = createRuntimeWatch(runtime, clock.isClosed);
	const podSync = createPodSync(parts);
	const workers = createPodWorkers({
		clock,
		random,
		isUrgent: (uid) => pods.get(uid)?.deletion !== undefined,
		async work(uid) {
			const pod = pods.get(uid);
			if (pod === undefined || pod.terminated) return true;
			if (parts.stuck.work.has(uid)) return false;
			if (pod.deletion === undefined) return podSync.sync(pod, watch.get(uid));
			await killPod(parts, pod, runtime.look(uid), pod.deletion.graceMs);
			pod.terminated = true;
			watch.touch(uid);
			ended.add(uid);
			if (isGone(pod)) await finish(pod);
			return true;
		},
	});
	const mirrors = createMirrors(parts);
	const isGone = ({ uid }: KubeletPod) => {
		const { sandboxes, containers } = runtime.look(uid);
		return sandboxes.length + containers.length === 0;
	};

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
		if (!parts.stuck.garbage.has(pod.uid)) await collectGarbage(parts, news, pod.terminated);
		if (pod.terminated && isGone(pod)) await finish(pod);
	};

	/** A pod that has just been ended may show nothing new any more, and still has to be cleared away. */
	const addEnded = (news: readonly PodNews[]): PodNews[] => {
		const others = [...ended].filter((uid) => !news.some((each) => each.uid === uid));
		const told = news.map((each) => (ended.has(each.uid) ? { ...each, removed: true } : each));
		ended.clear();
		const quiet = others.map((uid) => ({ uid, snapshot: watch.get(uid), died: [], removed: true, worthSync: false }));
		return [...told, ...quiet];
	};

	const relist = () => {
		clock.setTimeout(relist, timings.relist);
		if (!runtime.isRunning()) return;
		const news = watch.relist();
		workers.refreshed();
		// A daemon that goes away in the middle makes one look fail; the next one finds the rest.
		for (const each of addEnded(news)) handle(each).catch(() => watch.touch(each.uid));
		mirrors.ensure();
	};

	const tick = () => {
		clock.setTimeout(tick, timings.workTick);
		workers.tick();
	};

	const collect = () => {
		clock.setTimeout(collect, timings.garbagePeriod);
		// While the daemon is down it fails, and is tried again in a minute.
		for (const uid of runtime.isRunning() ? pods.keys() : []) {
			if (!parts.stuck.garbage.has(uid)) collectStale(parts, uid).catch(() => {});
		}
	};

	const unsubscribe = api.collections.pods.subscribe((change) => {
		if (clock.isClosed()) unsubscribe();
		else hear(change);
	});
	const objects = api.collections.pods.list();
	// what runs is looked at before anything is done: after a restart nothing is made twice
	for (const object of objects) watch.touch(readRuntimeUid(object));
	if (runtime.isRunning()) watch.relist();
	for (const object of objects) accept(object);
	clock.setTimeout(relist, 0);
	clock.setTimeout(tick, timings.workTick);
	clock.setTimeout(collect, timings.garbagePeriod);
}
