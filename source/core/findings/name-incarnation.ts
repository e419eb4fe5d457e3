/** `#1 76b9f085bd1c`: how texts name a sandbox or container, as the screen does. */
export function nameIncarnation({ attempt, id }: { attempt?: number; id?: string }): string {
	return [attempt === undefined ? undefined : `#${attempt}`, id?.slice(0, 12)]
		.filter((part) => part !== undefined)
		.join(' ');
}
