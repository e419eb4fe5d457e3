import { expect, it } from 'vitest';
import { maskEnvironment } from '../../source/core/mask-environment.ts';

it('masks the values of environments of any shape and nothing else', () => {
	const document = {
		Name: '/web',
		Config: { Env: ['TOKEN=geheim', 'EMPTY=', 'BARE', 'A=b=c'], Cmd: ['run', 'TOKEN=visible'] },
		info: {
			config: { envs: [{ key: 'TOKEN', value: 'geheim' }] },
			runtimeSpec: { process: { env: ['TOKEN=geheim'] } },
		},
		environment: { TOKEN: 'geheim', NESTED: { deep: 'geheim' } },
		Env: null,
	};
	expect(maskEnvironment(document)).toEqual({
		Name: '/web',
		Config: { Env: ['TOKEN=***', 'EMPTY=***', '***', 'A=***'], Cmd: ['run', 'TOKEN=visible'] },
		info: {
			config: { envs: [{ key: 'TOKEN', value: '***' }] },
			runtimeSpec: { process: { env: ['TOKEN=***'] } },
		},
		environment: { TOKEN: '***', NESTED: '***' },
		Env: null,
	});
});

it('leaves what has no environment as it is', () => {
	expect(maskEnvironment([1, 'two', null, { three: true }])).toEqual([1, 'two', null, { three: true }]);
});

it('masks a pod’s literal values, also in the manifest that kubectl apply keeps, but not references', () => {
	const manifest = { spec: { containers: [{ name: 'app', env: [{ name: 'TOKEN', value: 'geheim' }] }] } };
	const reference = { name: 'KEY', valueFrom: { secretKeyRef: { name: 'secret', key: 'key' } } };
	const pod = {
		metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify(manifest)}\n` } },
		spec: {
			containers: [{ name: 'app', env: [{ name: 'TOKEN', value: 'geheim' }, reference], envFrom: [{ prefix: 'X_' }] }],
		},
	};
	const masked = maskEnvironment(pod);
	expect(JSON.stringify(masked)).not.toContain('geheim');
	expect(masked).toMatchObject({
		spec: { containers: [{ env: [{ name: 'TOKEN', value: '***' }, reference], envFrom: [{ prefix: 'X_' }] }] },
	});
});

it('masks a kept manifest whole when it cannot be read', () => {
	const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"env":["TOKEN=geheim"' };
	expect(maskEnvironment({ annotations })).toEqual({
		annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '***' },
	});
});
