/**
 * How many random cases tests run: few by default, so that the suite ends soon; with SOFTPROOF_REQUIRE=all, as in CI, as many as
 * the numbers in a test say; with SOFTPROOF_PROFILE=deep many more.
 */
const isDeep = process.env['SOFTPROOF_PROFILE'] === 'deep';
/** Are long tests run that say little that shorter ones do not? */
export const isThorough = isDeep || process.env['SOFTPROOF_REQUIRE'] === 'all';

/** `cases` in CI, a third of them by default, twenty times as many in the deep profile. */
export function effort(cases: number): number {
  if (isDeep) return 20 * cases;
  return isThorough ? cases : Math.ceil(cases / 3);
}
