import { describe, expect, it } from 'vitest';
import { identifyRecord, parseDockershimName } from '../../source/core/identity.ts';

const uid = '367ed0f8-7b84-4fc8-bc10-ff5fb9cc03e8';
const pod = {
	'io.kubernetes.pod.name': 'web',
	'io.kubernetes.pod.namespace': 'shop',
	'io.kubernetes.pod.uid': uid,
};

describe('parseDockershimName', () => {
	it.each([
		[`k8s_POD_web_shop_${uid}_0`, { role: 'sandbox', podName: 'web', kubeNamespace: 'shop', podUid: uid, attempt: 0 }],
		[`/k8s_POD_web_shop_${uid}_845`, { role: 'sandbox', attempt: 845 }],
		[`k8s_nginx_web_shop_${uid}_3`, { role: 'container', containerName: 'nginx', attempt: 3, evidence: 'name' }],
		[`k8s_nginx_web_shop_${uid}_3_1a2b3c4d`, { role: 'container', containerName: 'nginx', attempt: 3 }],
		[
			'k8s_web_static-web_kube-system_d8edae05920540fe6d573269247011b0_2',
			{ podUid: 'd8edae05920540fe6d573269247011b0' },
		],
	])('reads %s', (name, expected) => {
		expect(parseDockershimName(name)).toMatchObject(expected);
	});

	it.each([
		'',
		'nginx',
		'k8s_nginx_web_shop_uid',
		'k8s_nginx_web_shop_uid_0_suffix_more',
		'k8s_nginx_web_shop_uid_x',
		'k8s_nginx_web_shop__0',
		'k9s_nginx_web_shop_uid_0',
		'k8s_nginx_web_shop_uid_-1',
	])('refuses %j', (name) => {
		expect(parseDockershimName(name)).toBeUndefined();
	});
});

describe('identifyRecord', () => {
	it('believes labels before the name, and takes the attempt from the name', () => {
		const labels = {
			...pod,
			'io.kubernetes.docker.type': 'container',
			'io.kubernetes.container.name': 'nginx',
			'io.kubernetes.sandbox.id': 'abc',
			'annotation.io.kubernetes.container.restartCount': '9',
		};
		expect(identifyRecord({ name: `k8s_other_other_other_${uid}_4`, labels })).toEqual({
			role: 'container',
			podUid: uid,
			podName: 'web',
			kubeNamespace: 'shop',
			containerName: 'nginx',
			attempt: 4,
			sandboxId: 'abc',
			evidence: 'label',
		});
		expect(identifyRecord({ name: 'renamed', labels })?.attempt).toBe(9);
	});

	it('knows a sandbox by its type, and by the name POD where an old kubelet set no type', () => {
		expect(identifyRecord({ name: 'x', labels: { ...pod, 'io.kubernetes.docker.type': 'podsandbox' } })?.role).toBe(
			'sandbox',
		);
		const labels = { ...pod, 'io.kubernetes.container.name': 'POD' };
		expect(identifyRecord({ name: 'x', labels })).toMatchObject({ role: 'sandbox', containerName: undefined });
	});

	it('falls back to the name when labels are incomplete', () => {
		const labels = { 'io.kubernetes.pod.name': 'web' };
		expect(identifyRecord({ name: `k8s_POD_web_shop_${uid}_1`, labels })?.evidence).toBe('name');
	});

	it('takes the runtime’s own fields first', () => {
		const metadata = { role: 'container', containerName: 'app', attempt: 2, sandboxId: 's' } as const;
		expect(identifyRecord({ name: '', labels: pod, metadata })).toMatchObject({
			podUid: uid,
			containerName: 'app',
			attempt: 2,
			evidence: 'metadata',
		});
	});

	it('does not make a pod of what no kubelet made', () => {
		expect(identifyRecord({ name: 'registry', labels: { app: 'registry' } })).toBeUndefined();
	});
});
