import { claims } from '../theorems/index.js';
import type { Registry } from './registry.js';

/** The claims of this package. */
export const ownRegistry: Registry = {
  claims,
  module: new URL('../theorems/index.js', import.meta.url).href,
};
