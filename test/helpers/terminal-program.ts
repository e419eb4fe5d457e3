/** pausetop as built by `npm run build`. */
export const program = new URL('../../dist/cli.js', import.meta.url).pathname;
