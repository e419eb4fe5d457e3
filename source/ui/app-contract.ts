/** What the details screen is asked to show. */
export type DetailsTarget = { kind: 'pod'; uid: string } | { kind: 'container'; id: string; runtime: string };

/** What the screen can ask of the rest of the program. None of these throws; `readDetails` rejects with a message for people. */
export type AppEffects = {
	/** Leave the program; the terminal is put back by whoever started the screen. */
	quit(): void;
	/** Ask every source to list again. */
	relist(): void;
	/** The object as YAML, with environment values and the like already masked. */
	readDetails(target: DetailsTarget): Promise<string>;
};

/** What the command line decided about the screen. Does not change while it runs. */
export type AppOptions = {
	/** The node is simulated: the header says so. */
	demo: boolean;
	/** Draw with ASCII only: the terminal is dumb or not UTF-8. */
	ascii: boolean;
	/** Whether colours may be used. Without, the selected row also gets a marker. */
	color: boolean;
	/** Nothing on the node may be changed: said in the header. */
	readOnly: boolean;
	/** All pods of the node, with the NAMESPACE column. Otherwise only those of `kubeNamespace`, without it. */
	showAllNamespaces: boolean;
	/** The one kubeNamespace to show when not all are. */
	kubeNamespace?: string;
	/** Times of day in UTC instead of the local time zone. */
	utc?: boolean;
};
