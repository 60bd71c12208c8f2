/** Wrong versions of a claim, and how each was refuted. */
import { caseFilePath } from '../case-files.js';
import { counted } from '../counted.js';
import type { CounterexampleEntry, MutantEntry, MutantsEntry } from '../results.js';
import { caseByValue } from './case-by-value.js';
import { endText, intervalText } from './number-text.js';
import { prose } from './prose.js';
import type { ReplayCommand } from './replay.js';
import { given, safe, type Html } from './template.js';

export function mutantsSection(
  claim: string,
  { run, refuted, details = [] }: Partial<MutantsEntry>,
  replay: ReplayCommand,
): Html | undefined {
  if (run === undefined || run === 0) return undefined;
  return safe`<details class="printed" ${refuted === run ? undefined : OPEN}>
    <summary>${refuted ?? 0} of ${counted(run, 'mutant')} refuted</summary>
    <ul>
      ${details.map((mutant) => mutantItem(claim, mutant, replay))}
    </ul>
  </details>`;
}

const OPEN = safe` open`;

function mutantItem(
  claim: string,
  { id, description, refuted, tried, counterexample }: MutantEntry,
  replay: ReplayCommand,
): Html {
  return safe`<li>
    <p>
      <strong>${id}</strong>: ${prose(description)}.
      ${
        refuted
          ? `Refuted after ${counted(tried, 'case')}.`
          : safe`<strong>It survived ${counted(tried, 'case')}.</strong>`
      }
    </p>
    ${given(counterexample, (found) => counterexampleBlock(found, replay(caseFilePath('', claim, id))))}
  </li> `;
}

/** What refutes a claim or a mutant, and the command that shows it again. */
export function counterexampleBlock(found: CounterexampleEntry, again: string): Html {
  const { description, observed, bound, witness, note } = found;
  const at = witness === undefined ? '' : `, at (${witness.map((x) => endText(x, 'down')).join(', ')})`;
  return safe`<div class="counterexample">
    <p>${description}</p>
    <p>observed ${intervalText(observed)} exceeds the bound ${endText(bound, 'up')}${at}.</p>
    ${given(note, (text) => safe`<p class="note">${text}</p>`)} ${caseByValue(found.case)}
    <p><code>${again}</code></p>
  </div>`;
}
