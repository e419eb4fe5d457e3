/** A server's front door for each call: open, hanging, or closed for one method. */
export type CallGate = {
	/** Runs `work` now, or once nothing keeps this call any more. */
	pass(method: string, id: string | undefined, work: () => void): void;
	/** @param method default: all of them @param id default: whatever it is about */
	hang(on: boolean, method?: string, id?: string): void;
	/** Everything is put off by this from now on; by nothing again without it. */
	delay(putOff?: (work: () => void) => void): void;
	isUnimplemented(method: string): boolean;
	unimplemented(method: string): void;
	/** Forgets what waits. */
	clear(): void;
};

type Rule = { method: string | undefined; id: string | undefined };

type Waiting = { method: string; id: string | undefined; work: () => void };

export function createCallGate(): CallGate {
	const missing = new Set<string>();
	let rules: Rule[] = [];
	let waiting: Waiting[] = [];
	let putOff: ((work: () => void) => void) | undefined;
	const isKept = (method: string, id: string | undefined) =>
		rules.some(
			(rule) => (rule.method === undefined || rule.method === method) && (rule.id === undefined || rule.id === id),
		);
	const release = () => {
		const free = waiting.filter((each) => !isKept(each.method, each.id));
		waiting = waiting.filter((each) => isKept(each.method, each.id));
		for (const { work } of free) work();
	};
	return {
		pass(method, id, work) {
			if (isKept(method, id)) waiting.push({ method, id, work });
			else if (putOff !== undefined) putOff(work);
			else work();
		},
		hang(on, method, id) {
			rules = rules.filter(
				(rule) => (method !== undefined || id !== undefined) && (rule.method !== method || rule.id !== id),
			);
			if (on) rules.push({ method, id });
			else release();
		},
		delay(next) {
			putOff = next;
		},
		isUnimplemented: (method) => missing.has(method),
		unimplemented: (method) => void missing.add(method),
		clear() {
			waiting = [];
		},
	};
}
