import { expect, test } from 'vitest';
import { findEndpointSetting, parseCriEndpoint, parseCriRuntimeFlag } from '../../source/core/cri-endpoint-text.ts';

test.each([
	['unix:///run/crio/crio.sock', { path: '/run/crio/crio.sock' }],
	['unix:/run/crio/crio.sock', { path: '/run/crio/crio.sock' }],
	['/run/crio/crio.sock', { path: '/run/crio/crio.sock' }],
	[' UNIX:///run/x.sock ', { path: '/run/x.sock' }],
	['run/x.sock', { why: 'the path is not absolute' }],
	['unix://', { why: 'no path is given' }],
	['', { why: 'no path is given' }],
	['tcp://127.0.0.1:5', { why: 'tcp:// is not supported, only Unix sockets are' }],
	['npipe:////./pipe/containerd', { why: 'npipe:// is not supported, only Unix sockets are' }],
])('the endpoint %j', (text, expected) => {
	expect(parseCriEndpoint(text)).toEqual(expected);
});

test.each([
	['containerd:///a.sock', { scheme: 'containerd', endpoint: { path: '/a.sock' } }],
	['crio://a.sock', { scheme: 'crio', endpoint: { why: 'the path is not absolute' } }],
	['cri:///a.sock', { scheme: 'cri', endpoint: { path: '/a.sock' } }],
	['docker:///a.sock', undefined],
	['/a.sock', undefined],
])('the flag %j', (text, expected) => {
	expect(parseCriRuntimeFlag(text)).toEqual(expected);
});

test.each([
	['runtime-endpoint: unix:///a.sock\n', 'unix:///a.sock'],
	['image-endpoint: unix:///b.sock\nruntime-endpoint: "unix:///a.sock" # it\n', 'unix:///a.sock'],
	["runtime-endpoint: '/a.sock'", '/a.sock'],
	['{"runtime-endpoint": "unix:///a.sock", "timeout": 2}', 'unix:///a.sock'],
	['runtime-endpoint: ""\n', undefined],
	['runtime-endpoint:\ntimeout: 2\n', undefined],
	['# runtime-endpoint: unix:///a.sock\n', undefined],
	['nested:\n  runtime-endpoint: unix:///a.sock\n', undefined],
	['', undefined],
])('the setting in %j', (text, expected) => {
	expect(findEndpointSetting(text, 'runtime-endpoint')).toBe(expected);
});
