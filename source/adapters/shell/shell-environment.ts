/**
 * The environment of the node's shell in a pod's network: the caller's, and what says where it is. PAUSETOP_POD is
 * `<namespace>/<pod>`; a prompt that is not set by the shell's own files begins with it.
 */
export function createShellEnvironment(
	environment: Readonly<Record<string, string | undefined>>,
	{ kubeNamespace, pod }: { kubeNamespace: string; pod: string },
): Record<string, string | undefined> {
	// what Kubernetes allows in names, so that no prompt can be made to run anything
	const name = `${kubeNamespace}/${pod}`.replace(/[^\w./-]/g, '?');
	return {
		...environment,
		PAUSETOP_POD: name,
		PS1: `(net: ${name}) $ `,
		// bash reads its prompt from ~/.bashrc; this is run before the first prompt, and then takes itself away
		PROMPT_COMMAND: 'PS1="(net: $PAUSETOP_POD) $PS1"; unset PROMPT_COMMAND',
	};
}
