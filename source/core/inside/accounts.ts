/** The names of these user ids in the text of an /etc/passwd. The first line of an id counts, as for getpwuid(3). */
export function parseAccounts(passwd: string, uids: ReadonlySet<number>): Map<number, string> {
	const names = new Map<number, string>();
	for (const line of passwd.split('\n')) {
		const [name, , digits] = line.split(':', 3);
		if (!name || !digits || !/^\d{1,10}$/.test(digits)) continue;
		const uid = Number(digits);
		if (uids.has(uid) && !names.has(uid)) names.set(uid, name);
	}
	return names;
}
