/** What stands in the place of a value that is nobody's business. */
export const mask = '***';

/** Keys of an inspect document whose values are lists or maps of environment variables. */
const environmentKeys = new Set(['env', 'envs', 'environment']);

/** `kubectl apply` keeps the whole manifest here, as JSON in a string, with the environment in it. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * A copy of a pod or of a runtime's inspect document with the values of environment variables masked; their names, and
 * references to Secrets, stay. Works on any shape, since `info` of CRI is the runtime's own: `Env: ["A=b"]`,
 * `envs: [{key, value}]`, `{A: "b"}`.
 */
export function maskEnvironment(document: unknown): unknown {
	if (Array.isArray(document)) return document.map(maskEnvironment);
	if (!isObject(document)) return document;
	const entries = Object.entries(document).map(([key, value]) => {
		if (key === lastApplied) return [key, maskManifest(value)];
		return [key, environmentKeys.has(key.toLowerCase()) ? maskValues(value) : maskEnvironment(value)];
	});
	return Object.fromEntries(entries);
}

function maskManifest(value: unknown): string {
	try {
		return JSON.stringify(maskEnvironment(JSON.parse(String(value))));
	} catch {
		return mask;
	}
}

function maskValues(value: unknown): unknown {
	if (typeof value === 'string') return maskVariable(value);
	if (Array.isArray(value)) return value.map((item) => (isObject(item) ? maskPair(item) : maskValues(item)));
	if (!isObject(value)) return value === null || value === undefined ? value : mask;
	return Object.fromEntries(Object.keys(value).map((key) => [key, mask]));
}

function maskVariable(variable: string): string {
	const end = variable.indexOf('=');
	return end < 0 ? mask : `${variable.slice(0, end + 1)}${mask}`;
}

/** What of a variable is no value: its name, and where it comes from. */
const nameKeys = new Set(['key', 'name', 'valueFrom']);

/** `{key: "A", value: "b"}` or `{name: "A", value: "b"}`. */
function maskPair(pair: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const entries = Object.entries(pair).map(([key, value]) => [key, nameKeys.has(key) ? value : mask]);
	return Object.fromEntries(entries);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
