/** Something the user typed that cannot be understood: exit code 2, with the message on stderr. */
export class UsageError extends Error {}
