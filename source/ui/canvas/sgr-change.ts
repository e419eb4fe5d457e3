import type { SgrState } from '../../core/log/sgr.ts';

/** What switches an attribute off. Bold and dim have one switch in common. */
const offSwitches: Readonly<Record<number, number>> = { 1: 22, 2: 22, 3: 23, 4: 24, 7: 27, 9: 29 };

/** The escape sequences that lead from one style to another; nothing where they look the same. */
export function formatSgrChange(from: SgrState, to: SgrState): string {
	if (from === to) return '';
	const off = new Set(from.attributes.filter((each) => !to.attributes.includes(each)).map((each) => offSwitches[each]));
	const on = to.attributes.filter(
		(each) => !from.attributes.includes(each) || (offSwitches[each] === 22 && off.has(22)),
	);
	const codes = [
		...off,
		...on,
		...(from.foreground === to.foreground ? [] : [to.foreground ?? 39]),
		...(from.background === to.background ? [] : [to.background ?? 49]),
	];
	return codes.map((code) => `\x1b[${code}m`).join('');
}
