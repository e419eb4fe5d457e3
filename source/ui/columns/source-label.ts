/** What a source is called on the screen: the API server and the directory by their own names, runtimes as they are. */
export function formatSourceLabel(name: string): string {
	return name === 'kube' ? 'api' : name === 'proc' ? '/proc' : name;
}
