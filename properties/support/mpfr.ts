/** GNU MPFR, where the optional package gmp-wasm is installed. Loaded once this module is. */
import { loadMpfr } from '../../src/numeric/mpfr/library.js';
import type { OptionalTool } from './optional-tool.js';

const isLoaded = await loadMpfr().then(
  () => true,
  () => false,
);

export const mpfr: OptionalTool = {
  name: 'the optional package gmp-wasm',
  install: 'npm install gmp-wasm@1.3.2',
  isPresent: () => isLoaded,
};
