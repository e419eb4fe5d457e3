import type { SourceHealth } from '../../core/health.ts';

/** What the source reads side by side; pods are what it is for, the others may be missing. */
export type Part = 'pods' | 'node' | 'events';

/** Why a part is missing. */
export type Problem = { detail: string; remedy?: string };

export type PartHealth = {
	/** Notes what is the matter with a part, or with nothing that it works. */
	set(part: Part, problem?: Problem): void;
	setVersion(version: string | undefined): void;
	/** From now on the health is reported, first as it is, then whenever it changes. */
	open(): void;
};

/** Sums up the parts: `live` when nothing is missing, else `degraded` with what is. */
export function createPartHealth(endpoint: string, report: (health: SourceHealth) => void): PartHealth {
	const problems = new Map<Part, Problem>();
	let version: string | undefined;
	let reported: string | undefined;
	let isOpen = false;
	const update = () => {
		const health: SourceHealth = { ...sumUp([...problems.values()]), endpoint, ...(version && { version }) };
		const text = JSON.stringify(health);
		if (!isOpen || text === reported) return;
		reported = text;
		report(health);
	};
	return {
		set(part, problem) {
			if (problem) problems.set(part, problem);
			else problems.delete(part);
			update();
		},
		setVersion(newVersion) {
			version = newVersion;
			update();
		},
		open() {
			isOpen = true;
			update();
		},
	};
}

function sumUp(problems: readonly Problem[]): SourceHealth {
	if (problems.length === 0) return { health: 'live' };
	const unique = (texts: readonly (string | undefined)[]) => [...new Set(texts.filter((text) => text !== undefined))];
	const remedies = unique(problems.map(({ remedy }) => remedy));
	return {
		health: 'degraded',
		detail: unique(problems.map(({ detail }) => detail)).join('; '),
		...(remedies.length > 0 && { remedy: remedies.join('; ') }),
	};
}
