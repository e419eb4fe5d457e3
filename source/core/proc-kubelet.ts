/** What a kubelet was told on its command line, as far as it helps to find its node. Nothing secret is taken over. */
export type KubeletCommandLine = {
	/** `kubelet`, `k3s`, `rke2` or `kubelite`: the program that is, contains or starts the kubelet. */
	program: string;
	/** The Node's name, where it is not the host's. */
	hostnameOverride?: string;
	nodeIp?: string;
	/** `docker` or `remote`, until Kubernetes 1.26. */
	containerRuntime?: string;
	containerRuntimeEndpoint?: string;
	dockerEndpoint?: string;
	/** Paths as the kubelet sees them. */
	config?: string;
	kubeconfig?: string;
	podManifestPath?: string;
	rootDir?: string;
};

type Field = Exclude<keyof KubeletCommandLine, 'program'>;

const kubeletFlags: Readonly<Record<string, Field>> = {
	'hostname-override': 'hostnameOverride',
	'node-ip': 'nodeIp',
	'container-runtime': 'containerRuntime',
	'container-runtime-endpoint': 'containerRuntimeEndpoint',
	'docker-endpoint': 'dockerEndpoint',
	config: 'config',
	kubeconfig: 'kubeconfig',
	'pod-manifest-path': 'podManifestPath',
	'root-dir': 'rootDir',
};

/** k3s and rke2 have flags of their own (their `--config` is not the kubelet's) and pass others on as `--kubelet-arg`. */
const distributionFlags: Readonly<Record<string, Field>> = {
	'node-name': 'hostnameOverride',
	'node-ip': 'nodeIp',
	'container-runtime-endpoint': 'containerRuntimeEndpoint',
};

/** Reads /proc/PID/cmdline. Undefined when the process is not a kubelet. */
export function parseKubeletCommandLine(cmdline: string): KubeletCommandLine | undefined {
	const [first = '', ...rest] = cmdline.replace(/\0+$/, '').split('\0');
	// k3s and rke2 rewrite their title: path and subcommand become one argument
	const [path = '', ...title] = first.trim().split(/ +/);
	const name = path.slice(path.lastIndexOf('/') + 1);
	const words = [...title, ...rest];
	if (name === 'kubelet') return { program: name, ...readFlags(words, kubeletFlags) };
	if (name === 'hyperkube') return parseHyperkube(words);
	// microk8s: the kubelet and others in one; their flags stand in files that it names
	if (name === 'kubelite') return { program: name };
	return parseDistribution(name, words);
}

function parseHyperkube([command = '', ...rest]: readonly string[]): KubeletCommandLine | undefined {
	return /^(?:--|\/)?kubelet$/.test(command) ? { program: 'kubelet', ...readFlags(rest, kubeletFlags) } : undefined;
}

/** `k3s server`, `k3s-agent`, `rke2 agent`: one process that contains or starts the kubelet. */
function parseDistribution(name: string, words: readonly string[]): KubeletCommandLine | undefined {
	const [, program, joined] = /^(k3s|rke2)(?:-(server|agent))?$/.exec(name) ?? [];
	if (!program || !(joined ?? /^(?:server|agent)$/.test(words[0] ?? ''))) return undefined;
	const passedOn = [...flags(words)].flatMap(([flag, value]) => (flag === 'kubelet-arg' ? [`--${value}`] : []));
	return { program, ...readFlags(words, distributionFlags), ...readFlags(passedOn, kubeletFlags) };
}

function readFlags(
	words: readonly string[],
	known: Readonly<Record<string, Field>>,
): Omit<KubeletCommandLine, 'program'> {
	const found: Partial<Record<Field, string>> = {};
	for (const [flag, value] of flags(words)) {
		const field = Object.hasOwn(known, flag) ? known[flag] : undefined;
		if (field && value !== '') found[field] = value;
	}
	return found;
}

/** `--name=value` and `--name value`; of repeated ones the last counts, as for the kubelet, which also takes `_` for `-` in names. */
function* flags(words: readonly string[]): Generator<[string, string]> {
	for (const [index, word] of words.entries()) {
		const [, name, value] = /^--([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(word) ?? [];
		if (name === undefined) continue;
		const next = words[index + 1] ?? '';
		yield [name.replaceAll('_', '-'), value ?? (next.startsWith('--') ? '' : next)];
	}
}
