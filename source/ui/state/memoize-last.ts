/** Remembers the newest call: the same arguments (by identity) give the same object without computing it again. */
export function memoizeLast<Args extends readonly unknown[], Result>(
	compute: (...args: Args) => Result,
): (...args: Args) => Result {
	let last: { args: Args; result: Result } | undefined;
	return (...args) => {
		if (last && last.args.length === args.length && last.args.every((arg, index) => Object.is(arg, args[index]))) {
			return last.result;
		}
		last = { args, result: compute(...args) };
		return last.result;
	};
}
