import {
	chmodSync,
	existsSync,
	lchownSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Action } from '../../source/core/action/action.ts';
import { createActionLog, findActionLogPath } from '../../source/wire/action-log.ts';

const isRoot = process.getuid?.() === 0;
const at = Date.parse('2026-11-22T12:04:31.250Z');

const action: Action = {
	id: 'action-1',
	askedAt: at,
	status: 'failed',
	message: 'no answer',
	remedy: 'look at the daemon',
	kind: 'restart-sandbox',
	means: 'docker-stop',
	target: {
		podUid: 'uid-1',
		kubeNamespace: 'default',
		pod: 'web',
		role: 'sandbox',
		id: 'a'.repeat(64),
		attempt: 1,
		runtime: 'docker',
		pid: 4711,
		startTicks: 12,
	},
	graceSeconds: 5,
	confirmed: 'typed',
};

function createFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'pausetop-log-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	return folder;
}

const readLines = (path: string) =>
	readFileSync(path, 'utf8')
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line));
const modeOf = (path: string) => statSync(path).mode & 0o777;
const write = (path: string, entry: Partial<Action> = {}) =>
	createActionLog(path, {}).write({ event: 'outcome', at, action: { ...action, ...entry } });
const refusal = (what: string | RegExp) =>
	expect.objectContaining({
		message: typeof what === 'string' ? expect.stringContaining(what) : expect.stringMatching(what),
		remedy: expect.stringContaining('--action-log none'),
	});
function failure(path: string): unknown {
	try {
		write(path);
	} catch (error) {
		return error;
	}
	return undefined;
}

describe('where it is', () => {
	const home = '/home-of/alice';
	it.each([
		['usually', {}, undefined, `${home}/.local/state/pausetop/actions.log`],
		['by XDG_STATE_HOME', { XDG_STATE_HOME: '/state' }, undefined, '/state/pausetop/actions.log'],
		['not by a relative one', { XDG_STATE_HOME: 'state' }, undefined, `${home}/.local/state/pausetop/actions.log`],
		['not by an empty one', { XDG_STATE_HOME: '' }, undefined, `${home}/.local/state/pausetop/actions.log`],
		['where it is said', { XDG_STATE_HOME: '/state' }, '/var/log/x.log', '/var/log/x.log'],
		['nowhere', {}, 'none', undefined],
	])('%s', (_, environment, actionLog, expected) => {
		expect(findActionLogPath({ environment, home, actionLog })).toBe(expected);
	});
});

describe('what is in it', () => {
	it('a line when confirmed and one when final, with full ids and who it was', () => {
		const path = join(createFolder(), 'actions.log');
		const log = createActionLog(path, { SUDO_USER: 'alice', SECRET_TOKEN: 'hunter2' });
		log.write({
			event: 'confirmed',
			at,
			action: { ...action, status: 'running', message: undefined },
			node: 'worker-2',
		});
		log.write({ event: 'outcome', at: at + 4_000, action, node: 'worker-2' });
		const common = {
			id: 'action-1',
			process: process.pid,
			node: 'worker-2',
			kind: 'restart-sandbox',
			means: 'docker-stop',
			target: action.target,
			graceSeconds: 5,
			confirmed: 'typed',
			user: { uid: userInfo().uid, name: userInfo().username, sudo: 'alice' },
		};
		expect(readLines(path)).toEqual([
			{ at: '2026-11-22T12:04:31.250Z', event: 'confirmed', ...common },
			{
				at: '2026-11-22T12:04:35.250Z',
				event: 'outcome',
				...common,
				status: 'failed',
				message: 'no answer',
				remedy: 'look at the daemon',
			},
		]);
		expect(readFileSync(path, 'utf8')).not.toContain('hunter2');
	});

	it.each([
		['a long message', { message: 'x'.repeat(20_000), remedy: 'y'.repeat(20_000) }],
		['control characters', { message: '\u001b'.repeat(5_000), remedy: '\u0000'.repeat(5_000) }],
		['many bytes a character', { message: '縛'.repeat(5_000), remedy: '😀'.repeat(5_000) }],
		[
			'names of nothing but them',
			{
				message: '\u001b'.repeat(999),
				target: {
					...action.target,
					pod: '\u001b'.repeat(300),
					kubeNamespace: '\u001b'.repeat(300),
					podUid: '\u001b'.repeat(300),
					container: '\u001b'.repeat(300),
					runtime: '\u001b'.repeat(300),
				},
				remedy: '\u001b'.repeat(999),
			},
		],
	])('one piece of less than a page: %s', (_, entry) => {
		const path = join(createFolder(), 'actions.log');
		write(path, entry);
		const text = readFileSync(path, 'utf8');
		expect(Buffer.byteLength(text)).toBeLessThan(4_096);
		expect(text).toMatch(/^[^\n]*\n$/);
		expect(JSON.parse(text)).toMatchObject({ id: 'action-1', status: 'failed', target: { id: action.target.id } });
	});
});

describe('whose it is', () => {
	it('its owner’s only, the folder too, and made at the first line', () => {
		const path = join(createFolder(), 'state/pausetop/actions.log');
		const log = createActionLog(path, {});
		expect(existsSync(path)).toBe(false);
		log.write({ event: 'outcome', at, action });
		expect([modeOf(path), modeOf(join(path, '..'))]).toEqual([0o600, 0o700]);
	});

	it('what is there stays: lines are added, whatever rotates it', () => {
		const path = join(createFolder(), 'actions.log');
		write(path);
		write(path);
		expect(readLines(path)).toHaveLength(2);
		rmSync(path);
		write(path);
		expect(readLines(path)).toHaveLength(1);
	});

	it('not in a folder that everybody may write to', () => {
		const folder = createFolder();
		chmodSync(folder, 0o1777);
		expect(failure(join(folder, 'actions.log'))).toEqual(refusal(`everybody may write to ${folder}`));
		expect(existsSync(join(folder, 'actions.log'))).toBe(false);
	});

	it('not through one’s own link into such a folder', () => {
		const [folder, open] = [createFolder(), createFolder()];
		writeFileSync(join(open, 'target'), '');
		symlinkSync(join(open, 'target'), join(folder, 'actions.log'));
		chmodSync(open, 0o777);
		expect(failure(join(folder, 'actions.log'))).toEqual(refusal('everybody may write to'));
	});

	it('not in a file that everybody may write to', () => {
		const path = join(createFolder(), 'actions.log');
		writeFileSync(path, '');
		chmodSync(path, 0o666);
		expect(failure(path)).toEqual(refusal('everybody may write to it'));
	});

	it('through a link of one’s own', () => {
		const folder = createFolder();
		writeFileSync(join(folder, 'target'), '');
		symlinkSync('target', join(folder, 'actions.log'));
		write(join(folder, 'actions.log'));
		expect(readLines(join(folder, 'target'))).toHaveLength(1);
	});

	it.skipIf(!isRoot).each(['the file', 'its folder'])('not through a link of somebody else: %s', (which) => {
		const folder = createFolder();
		mkdirSync(join(folder, 'elsewhere'));
		writeFileSync(join(folder, 'elsewhere/target'), '');
		const link = join(folder, 'link');
		symlinkSync(which === 'the file' ? 'elsewhere/target' : 'elsewhere', link);
		lchownSync(link, 65_534, 65_534);
		expect(failure(which === 'the file' ? link : join(link, 'target'))).toEqual(
			refusal('is a link that belongs to another user (uid 65534)'),
		);
		expect(readFileSync(join(folder, 'elsewhere/target'), 'utf8')).toBe('');
	});
});

describe('what cannot be written', () => {
	it.each([
		['a link that leads nowhere', (path: string) => symlinkSync('nowhere', path), /leads nowhere/],
		['a directory', (path: string) => mkdirSync(path), /it is a directory/],
	])('%s', (_, make, message) => {
		const path = join(createFolder(), 'actions.log');
		make(path);
		expect(failure(path)).toEqual(refusal(message));
	});

	it('below a file', () => {
		const path = join(createFolder(), 'file');
		writeFileSync(path, '');
		expect(failure(join(path, 'actions.log'))).toEqual(refusal('a part of its path is not a directory'));
	});

	it('a device', () => {
		expect(failure('/dev/null')).toEqual(refusal('not a regular file'));
	});
});
