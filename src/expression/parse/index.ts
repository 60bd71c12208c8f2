export { parseTarget, type ParseOptions } from './parse-target.js';
export { readTarget } from './read-target.js';
