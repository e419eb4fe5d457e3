import type { TextProps } from 'ink';

type SgrProps = Pick<
	TextProps,
	'color' | 'backgroundColor' | 'bold' | 'dimColor' | 'italic' | 'underline' | 'inverse' | 'strikethrough'
>;

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

const attributes: Readonly<Record<string, SgrProps>> = {
	'1': { bold: true },
	'2': { dimColor: true },
	'3': { italic: true },
	'4': { underline: true },
	'7': { inverse: true },
	'9': { strikethrough: true },
};

/** Ink's properties for colours that a text came with: the parameters that core/log/sgr.ts lets through, `1;38;5;208`. */
export function sgrProps(sgr: string): SgrProps {
	const fields = sgr.split(';');
	let props: SgrProps = {};
	for (let index = 0; index < fields.length; index++) {
		const field = fields[index] ?? '';
		if (field === '38' || field === '48') {
			const [kind, ...values] = fields.slice(index + 1);
			const color = kind === '5' ? `ansi256(${values[0]})` : `rgb(${values.slice(0, 3).join(', ')})`;
			props = { ...props, [field === '38' ? 'color' : 'backgroundColor']: color };
			index += kind === '5' ? 2 : 4;
		} else props = { ...props, ...(attributes[field] ?? namedColor(Number(field))) };
	}
	return props;
}

/** 30–37 and 40–47, and their bright ones 90–97 and 100–107. */
function namedColor(code: number): SgrProps {
	const name = names[code % 10];
	if (name === undefined) return {};
	const bright = name === 'black' ? 'gray' : (`${name}Bright` as const);
	if (code >= 30 && code <= 37) return { color: name };
	if (code >= 90 && code <= 97) return { color: bright };
	if (code >= 40 && code <= 47) return { backgroundColor: name };
	return code >= 100 && code <= 107 ? { backgroundColor: bright } : {};
}
