/** What `kubectl` asks for before it asks for anything: version and resources. */
export const kubeVersion = {
	major: '1',
	minor: '34',
	gitVersion: 'v1.34.2',
	gitCommit: '8cc511e399b929453cd98ae65b419c3cc227ec79',
	gitTreeState: 'clean',
	buildDate: '2025-11-11T19:08:23Z',
	goVersion: 'go1.24.9',
	compiler: 'gc',
	platform: 'linux/amd64',
};

const readVerbs = ['get', 'list', 'watch'];

const coreResources = [
	{
		name: 'pods',
		singularName: 'pod',
		namespaced: true,
		kind: 'Pod',
		verbs: ['delete', ...readVerbs],
		shortNames: ['po'],
	},
	{ name: 'nodes', singularName: 'node', namespaced: false, kind: 'Node', verbs: readVerbs, shortNames: ['no'] },
	{ name: 'events', singularName: 'event', namespaced: true, kind: 'Event', verbs: readVerbs, shortNames: ['ev'] },
];

/** The discovery documents by path. */
export const discovery: Readonly<Record<string, unknown>> = {
	'/version': kubeVersion,
	'/api': { kind: 'APIVersions', versions: ['v1'] },
	'/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
	'/api/v1': { kind: 'APIResourceList', groupVersion: 'v1', resources: coreResources },
};
