import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../../source/core/inside/command-line.ts';
import { maskArguments } from '../../../source/core/inside/mask-arguments.ts';

describe('parseCommandLine', () => {
	test.each([
		['httpd\0-f\0-p\x002368\0', 'httpd -f -p 2368'],
		['nginx: master process nginx\0\0\0\0', 'nginx: master process nginx'],
		['cut in the middle', 'cut in the middle'],
		['a\0\0b\0', 'a  b'],
		['evil\x1b[2J\0', 'evil\x1b[2J'],
		['mysqld\0--password=hunter2\0', 'mysqld --password=***'],
	])('%j', (text, expected) => {
		expect(parseCommandLine(text)).toBe(expected);
	});

	test.each(['', '\0', '\0\0\0'])('nothing in %j', (text) => {
		expect(parseCommandLine(text)).toBeUndefined();
	});
});

describe('maskArguments hides', () => {
	test.each([
		[['--password=a b"c'], ['--password=***']],
		[
			['--password', 'hunter2', 'x'],
			['--password', '***', 'x'],
		],
		[
			['-password', 'hunter2'],
			['-password', '***'],
		],
		[['--client-secret=x'], ['--client-secret=***']],
		[['--apiKey=x'], ['--apiKey=***']],
		[
			['--api-key', 'x'],
			['--api-key', '***'],
		],
		[
			['--root-pass', 'x'],
			['--root-pass', '***'],
		],
		[
			['TOKEN=abc', 'run'],
			['TOKEN=***', 'run'],
		],
		[['PGPASSWORD=abc'], ['PGPASSWORD=***']],
		[['AWS_SECRET_ACCESS_KEY=a/b+c'], ['AWS_SECRET_ACCESS_KEY=***']],
		[
			['-c', 'PGPASSWORD="a b" psql --token abc; echo hi'],
			['-c', 'PGPASSWORD=*** psql --token *** echo hi'],
		],
		[
			['-H', 'Authorization: Bearer abc.def-123'],
			['-H', 'Authorization: Bearer ***'],
		],
		[
			['-H', 'X-Auth-Token: abc'],
			['-H', 'X-Auth-Token: ***'],
		],
		[['postgres://user:s3cret@db:5432/x'], ['postgres://user:***@db:5432/x']],
		[['error: password=abc'], ['error: password=***']],
		[['{\\"apiKey\\": \\"abc\\", \\"a\\": 1}'], ['{\\"apiKey\\": ***, \\"a\\": 1}']],
		[['{"apiKey": "a\\"b", "port": 1}'], ['{"apiKey": ***, "port": 1}']],
		[['https://x/y?token=abc&page=2'], ['https://x/y?token=***&page=2']],
		[
			['--env', 'HOME=/root'],
			['--env', 'HOME=***'],
		],
		[
			['-e', 'HOME=/root'],
			['-e', 'HOME=***'],
		],
		[['--env=A=b'], ['--env=A=***']],
		[
			['--env', '{"HOME": "/root"}'],
			['--env', '{"HOME": "***"}'],
		],
	])('%j', (words, expected) => {
		expect(maskArguments(words)).toEqual(expected);
	});
});

describe('maskArguments leaves', () => {
	test.each([
		[['nc', '-ll', '-p', '80', '-e', 'nc', '127.0.0.1', '2368']],
		[['--token-auth-file=/pki/tokens.csv', '--service-account-private-key-file', '/pki/sa.key']],
		[['--authorization-mode=AlwaysAllow', '--token-ttl', '24h']],
		[['--automount-token=true', '--pass-through=x']],
		[['sed', '-e', 's/a/b/']],
		[['PWD=/tmp', 'make']],
		[['--password', '--verbose']],
		[['http://[::1]:8080/a:b@c', 'user@host:path']],
		[['monkey=1', 'bypass', 'tokenizer=x']],
	])('%j', (words) => {
		expect(maskArguments(words)).toEqual(words);
	});
});

test('long words without an end take no time', () => {
	const words = [
		'a'.repeat(4_096),
		'a-'.repeat(2_048),
		'='.repeat(4_096),
		'"'.repeat(4_096),
		`${'x:'.repeat(2_048)}//`,
	];
	const began = performance.now();
	maskArguments(words);
	expect(performance.now() - began).toBeLessThan(500);
});
