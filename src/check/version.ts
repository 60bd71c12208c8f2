import { readFileSync } from 'node:fs';

/** The version of this package, from its package.json, which lies two folders above source and built file alike. */
export const softproofVersion: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
