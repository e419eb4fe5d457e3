import { expect, it } from 'vitest';
import { createShellEnvironment } from '../../../source/adapters/shell/shell-environment.ts';

it('says where it is, and lets no name run anything', () => {
	const environment = createShellEnvironment({ HOME: '/root', PS1: 'x' }, { kubeNamespace: 'n', pod: 'p$(reboot)`x`' });
	expect(environment).toMatchObject({
		HOME: '/root',
		PAUSETOP_POD: 'n/p??reboot??x?',
		PS1: '(net: n/p??reboot??x?) $ ',
	});
	expect(environment.PROMPT_COMMAND).not.toContain('reboot');
});
