export { breakLine, wrapWords } from '../../format/wrap.ts';
