/**
 * What an operator does at the node's own command line.
 *
 * | | Docker | CRI |
 * |---|---|---|
 * | `stop` | `docker stop` | `crictl stopp` of a sandbox, `crictl stop` of a container: no grace |
 * | `kill` | `docker kill` | `ctr -n k8s.io task kill -s SIGKILL`, or a signal to the process |
 * | `term` | `docker kill -s TERM` | the same with SIGTERM |
 * | `remove` | `docker rm -f` | `crictl rmp -f`, `crictl rm -f` |
 * | `start`, `restart` | `docker start`, `docker restart` | there is no such thing |
 * | `remove-image`, `pull-image` | `docker rmi -f`, `docker pull` | `crictl rmi`, `crictl pull`; `id` is the image's name |
 */
export type OperatorAction = { do: OperatorVerb; id: string };

type OperatorVerb = 'stop' | 'kill' | 'term' | 'remove' | 'start' | 'restart' | 'remove-image' | 'pull-image';

export type FoundContainer = { id: string; pid?: number; attempt: number };
