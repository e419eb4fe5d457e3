import { expect, test } from 'vitest';
import { describeKubeError } from '../../../source/adapters/kube/describe-kube-error.ts';

const credentials = {
	place: '/etc/kubernetes/admin.conf',
	server: 'https://10.0.0.1:6443',
	authorize: async () => ({ headers: {}, tls: {} }),
};
const context = { credentials, task: 'list pods', now: Date.parse('2026-11-22T00:00:00Z') };

const withCode = (code: string, message = 'raw words') => Object.assign(new Error(message), { code });

test.each<[unknown, string]>([
	[withCode('ECONNREFUSED'), 'nothing listens at https://10.0.0.1:6443'],
	[withCode('ECONNRESET'), 'closed the connection'],
	[withCode('EHOSTUNREACH'), 'cannot be reached (EHOSTUNREACH)'],
	[withCode('ETIMEDOUT'), 'cannot be reached (ETIMEDOUT)'],
	[withCode('EAI_AGAIN'), 'cannot be resolved'],
	[withCode('SELF_SIGNED_CERT_IN_CHAIN'), 'is not signed by the CA that /etc/kubernetes/admin.conf trusts'],
	[withCode('CERT_HAS_EXPIRED'), 'the certificate of https://10.0.0.1:6443 has expired'],
	[withCode('CERT_NOT_YET_VALID'), 'is not yet valid'],
	[withCode('ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE'), 'refuses the client certificate'],
	[
		withCode('EPROTO', 'write EPROTO 1:error:0A000412:SSL routines::sslv3 alert bad certificate:ssl/x.c:1:'),
		'refuses the client',
	],
	[withCode('ERR_OSSL_X509_KEY_VALUES_MISMATCH'), 'no TLS connection'],
	[withCode('ESTRANGE'), 'broke (ESTRANGE)'],
	[new Error('raw words'), 'broke (closed)'],
	['raw words', 'broke (closed)'],
])('%s: %s', (error, message) => {
	const described = describeKubeError(error, context);
	expect(described.message).toContain(message);
	expect(described.message).not.toContain('raw words');
	expect(described.remedy).toMatch(/\S/);
});

test('an alert about an expired certificate says since when', () => {
	const certificate = { notAfter: Date.parse('2026-11-21T00:00:00Z') };
	const expired = { ...context, credentials: { ...credentials, certificate } };
	const alert = withCode('ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED');
	expect(describeKubeError(alert, expired).message).toContain('expired on 2026-11-21T00:00:00Z');
	expect(describeKubeError(alert, { ...expired, now: 0 }).message).toContain('refuses the client certificate');
});
