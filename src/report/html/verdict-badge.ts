import type { Verdict } from '../../theorems/claim.js';
import { safe, type Html } from './template.js';

/** A sign for each verdict, so that colour is not needed. */
const SIGNS: Readonly<Record<Verdict, string>> = { certified: '✓', held: '◐', refuted: '✗', inconclusive: '?' };

export function badge(verdict: Verdict): Html {
  return safe`<span class="badge ${verdict}"><span aria-hidden="true">${SIGNS[verdict]}</span> ${verdict}</span>`;
}
