const year = 365 * 24 * 3_600_000;

/** How wide formatAge gets for something of this age (milliseconds) within a day: `5m30s`, `7d23h`, from two years on `2y120d`. */
export function reserveAge(age: number): number {
	return age < 2 * year ? 5 : 6;
}
