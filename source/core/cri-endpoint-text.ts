/** What an endpoint as somebody wrote it means: a socket's path, or why it is not one. */
export type ParsedEndpoint = { path: string } | { why: string };

/** `--runtime`: which runtime the user says it is, and where. */
export type ParsedRuntimeFlag = { scheme: 'containerd' | 'crio' | 'cri'; endpoint: ParsedEndpoint };

/** Reads `containerd://PATH`, `crio://PATH` or `cri://PATH`. Undefined for anything else, such as `docker://PATH`. */
export function parseCriRuntimeFlag(text: string): ParsedRuntimeFlag | undefined {
	const [, scheme, path = ''] = /^(containerd|crio|cri):\/\/(.*)$/.exec(text) ?? [];
	if (scheme !== 'containerd' && scheme !== 'crio' && scheme !== 'cri') return undefined;
	return { scheme, endpoint: parseCriEndpoint(path) };
}

/** Reads an endpoint as crictl and the kubelet take it: `unix:///run/crio/crio.sock`, or only the path. */
export function parseCriEndpoint(text: string): ParsedEndpoint {
	const [, scheme, rest = ''] = /^(?:([a-z]+):(?:\/\/)?)?(.*)$/is.exec(text.trim()) ?? [];
	if (scheme !== undefined && scheme.toLowerCase() !== 'unix') {
		return { why: `${scheme.toLowerCase()}:// is not supported, only Unix sockets are` };
	}
	if (rest === '') return { why: 'no path is given' };
	return rest.startsWith('/') ? { path: rest } : { why: 'the path is not absolute' };
}

/**
 * Finds one text setting at the top level of a flat YAML or JSON file: `runtime-endpoint` in crictl's, `containerRuntimeEndpoint`
 * in the kubelet's. Undefined when it is absent or empty.
 */
export function findEndpointSetting(text: string, key: string): string | undefined {
	const name = key.replace(/[^\w-]/g, '');
	const quoted = `(?:"([^"\\n]*)"|'([^'\\n]*)'|([^\\s"'#,}][^\\s#,}]*))`;
	const match = new RegExp(`^(?:\\s*[{,]?\\s*"${name}"|${name})[ \\t]*:[ \\t]*${quoted}`, 'm').exec(text);
	return match?.slice(1).find(Boolean);
}
