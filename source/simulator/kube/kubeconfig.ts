import { writeFileSync } from 'node:fs';

/** Writes a kubeconfig for the simulated API server, readable by its owner only. @kubernetes/client-node 2 refuses plain HTTP without the flag. */
export function writeKubeconfig(path: string, options: { server: string; token: string; nodeName: string }): void {
	const text = `apiVersion: v1
kind: Config
current-context: demo
clusters:
- name: demo
  cluster: {server: "${options.server}", insecure-skip-tls-verify: true}
contexts:
- name: demo
  context: {cluster: demo, user: "system:node:${options.nodeName}"}
users:
- name: "system:node:${options.nodeName}"
  user: {token: "${options.token}"}
`;
	writeFileSync(path, text, { mode: 0o600 });
}
