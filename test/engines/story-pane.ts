/** A story as the pane Restarts tells it. */
export type PaneStory = {
	head: string;
	/** Each step's offset and words: `+3.17s`, `nginx #0 ended (exit 137, KILL)`. */
	steps: readonly { offset: string; words: string }[];
	/** `IP 10.244.0.17 → .20`, `sandbox, nginx #0 → #1`. */
	changed: readonly string[];
	stayed: readonly string[];
};

const headLine = /^ \d\d:\d\d:\d\d {2}(\S.*)$/;

/** The newest story on a screen whose head begins so. */
export function readPaneStory(screen: string, subject: RegExp): PaneStory | undefined {
	const lines = screen.split('\n');
	const first = lines.findIndex((line) => subject.test(headLine.exec(line)?.[1] ?? ''));
	if (first < 0) return undefined;
	const next = lines.findIndex((line, index) => index > first && (line.trim() === '' || headLine.test(line)));
	const [head = '', ...rest] = lines.slice(first, next < 0 ? undefined : next);
	const facts = new Map<string, string[]>();
	let label = '';
	for (const line of rest) {
		label = /^ +(changed|stayed) {2}/.exec(line)?.[1] ?? label;
		const words = line.slice(11).trim().split(/ {2,}/);
		if (label) facts.set(label, [...(facts.get(label) ?? []), ...words]);
	}
	return {
		head: head.slice(11).trim(),
		steps: rest.flatMap((line) => {
			const match = /^ +(~?\+\S+|…) {2}(.+?)(?: {2}.*)?$/.exec(line);
			return match ? [{ offset: match[1] ?? '', words: match[2] ?? '' }] : [];
		}),
		changed: facts.get('changed') ?? [],
		stayed: facts.get('stayed') ?? [],
	};
}
