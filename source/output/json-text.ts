/** What JSON.stringify leaves as it is and a terminal may take for a command, or hide: C1 controls, invisible and bidi characters. */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/** A value as indented JSON, ended with a line break. What could act on a terminal is written as `\uXXXX`, which reads the same. */
export function formatJsonText(value: unknown): string {
	const text = JSON.stringify(value, null, 2).replace(unsafe, (found) => (found === '\n' ? found : escapeUnits(found)));
	return `${text}\n`;
}

function escapeUnits(text: string): string {
	return text
		.split('')
		.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.join('');
}
