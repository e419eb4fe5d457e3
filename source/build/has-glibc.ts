import { readdirSync } from 'node:fs';

/** Whether this machine's C library is glibc: by its loader, which Node has been started with. */
export function hasGlibc(): boolean {
	return ['/lib', '/lib64'].some((folder) => {
		try {
			return readdirSync(folder).some((name) => /^ld-linux-/.test(name));
		} catch {
			return false;
		}
	});
}
