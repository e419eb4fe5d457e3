/** What is used of @kubernetes/client-node; a file of its own, because only a static named import lets the bundler drop the rest. */
export { KubeConfig } from '@kubernetes/client-node';
