/** The panes below the table, in the order of their tabs. A new pane is an entry here and one in views/panes.ts. */
export const paneIds = ['namespaces', 'processes', 'sockets', 'timeline', 'restarts', 'findings'] as const;

export type PaneId = (typeof paneIds)[number];
