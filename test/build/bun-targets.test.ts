import { describe, expect, it } from 'vitest';
import { chooseTargets, describeMachine } from '../../source/build/bun-targets.ts';

describe('the targets of one-file programs', () => {
	it.each([
		[[], ['linux-x64']],
		[
			['linux-arm64', 'linux-x64-musl'],
			['linux-arm64', 'linux-x64-musl'],
		],
		[['all'], ['linux-x64', 'linux-arm64', 'linux-x64-musl', 'linux-arm64-musl']],
	])('%j are %j', (names, targets) => {
		expect(chooseTargets(names, 'linux-x64')).toEqual(targets);
	});

	it('says which there are where one is unknown', () => {
		expect(() => chooseTargets(['plan9'], 'linux-x64')).toThrow('"plan9"; there is: linux-x64, linux-arm64,');
		expect(() => chooseTargets([], 'darwin-arm64')).toThrow('"darwin-arm64"');
		expect(() => chooseTargets(['constructor'], 'linux-x64')).toThrow('"constructor"');
	});

	it('names a machine', () => {
		expect(describeMachine({ platform: 'linux', arch: 'x64' }, true)).toBe('linux-x64');
		expect(describeMachine({ platform: 'linux', arch: 'arm64' }, false)).toBe('linux-arm64-musl');
	});
});
