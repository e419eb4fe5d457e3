/**
 * A text's colours and attributes (ECMA-48, Select Graphic Rendition), reduced to those that cannot hide or disturb anything:
 * no blinking, no concealed text, no other fonts.
 */
export type SgrState = {
	/** Parameters of attributes that are on: 1 bold, 2 dim, 3 italic, 4 underlined, 7 inverse, 9 struck out. */
	attributes: readonly number[];
	/** `31`, `38;5;208`, `38;2;1;2;3`. */
	foreground?: string;
	background?: string;
};

export const plainSgr: SgrState = { attributes: [] };

const switchable: readonly number[] = [1, 2, 3, 4, 7, 9];
/** What each off switch takes away. */
const offSwitches: Readonly<Record<number, readonly number[]>> = { 22: [1, 2], 23: [3], 24: [4], 27: [7], 29: [9] };

/** The state after `CSI <parameters> m`. What is not understood changes nothing. */
export function applySgr(state: SgrState, parameters: string): SgrState {
	const fields = parameters.split(';');
	let next = state;
	for (let index = 0; index < fields.length; index++) {
		const field = fields[index] ?? '';
		const code = Number.parseInt(field, 10) || 0;
		if (code !== 38 && code !== 48) {
			next = applyCode(next, field.includes(':') ? readUnderline(field) : code);
			continue;
		}
		// with colons it is one field (ITU T.416), with semicolons (xterm, and everybody after it) it takes the next ones
		const own = field.includes(':') ? field.split(':').slice(1) : fields.slice(index + 1);
		const { color, used } = readColor(own, field.includes(':'));
		if (color !== undefined) next = { ...next, [code === 38 ? 'foreground' : 'background']: `${code};${color}` };
		if (!field.includes(':')) index += used;
	}
	return next;
}

/** `4:3` is a curly underline; `4:0` takes it away. */
function readUnderline(field: string): number {
	return /^4:[1-5]$/.test(field) ? 4 : field === '4:0' ? 24 : -1;
}

function applyCode(state: SgrState, code: number): SgrState {
	if (code === 0) return plainSgr;
	if (switchable.includes(code)) return { ...state, attributes: [...new Set([...state.attributes, code])].sort() };
	const off = offSwitches[code];
	if (off) return { ...state, attributes: state.attributes.filter((attribute) => !off.includes(attribute)) };
	if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return { ...state, foreground: String(code) };
	if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) return { ...state, background: String(code) };
	if (code === 39) return { ...state, foreground: undefined };
	if (code === 49) return { ...state, background: undefined };
	return state;
}

/** `5;n` of a palette, `2;r;g;b` (with colons there may be a colour space before r). */
function readColor(fields: readonly string[], isColon: boolean): { color?: string; used: number } {
	const kind = Number(fields[0]);
	if (kind === 5) return { color: formatColor(kind, fields.slice(1, 2)), used: 2 };
	if (kind !== 2) return { used: 0 };
	const values = isColon && fields.length > 4 ? fields.slice(2, 5) : fields.slice(1, 4);
	return { color: values.length === 3 ? formatColor(kind, values) : undefined, used: 4 };
}

function formatColor(kind: number, values: readonly string[]): string | undefined {
	const isColor = values.length > 0 && values.every((value) => /^\d{1,3}$/.test(value) && Number(value) <= 255);
	return isColor ? [kind, ...values.map(Number)].join(';') : undefined;
}

/** The parameters that switch this state on from plain text; empty for plain text. */
export function formatSgr({ attributes, foreground, background }: SgrState): string {
	return [...attributes, foreground, background].filter((part) => part !== undefined).join(';');
}
