/** What `--version` prints: the version first, for scripts, and the commit that it was built from where that is known. */
export function formatVersion(version: string, commit: string | undefined): string {
	return commit ? `${version} (${commit})` : version;
}
