/** How everything on the page is computed again. */
import type { Results } from '../results.js';
import { shellWord } from '../shell-word.js';
import { safe, type Html } from './template.js';

/** The command that decides the case in a file of the page's folder again. */
export type ReplayCommand = (file: string) => string;

/** `softproof replay` knows the claims of this package; those of a user's own tests are decided by these. */
export function replayCommand({ rerun }: Pick<Results, 'rerun'>): ReplayCommand {
  return rerun === undefined ? (file) => `softproof replay ${shellWord(file)}` : () => rerun;
}

export function replaySection({ seed, profile, environment, rerun }: Results): Html {
  if (rerun !== undefined) return rerunSection(rerun);
  return safe`<section id="replay" aria-labelledby="replay-title">
<h2 id="replay-title">How to replay</h2>
<p>This run was started with <code>${environment.command}</code>. The same seed and profile draw the same cases, and work is counted
in boxes, so verdicts depend neither on the speed of the machine nor on the number of workers. All claims, as this run drew them:</p>
<pre tabindex="0"><code>softproof check --profile ${profile} --seed ${seed}</code></pre>
<p>Every counterexample, those of mutants included; and the tightest case of one claim. In the folder of this page:</p>
<pre tabindex="0"><code>softproof replay results.json
softproof replay tightest/CLAIM.json</code></pre>
<p>This page again, from the numbers beside it:</p>
<pre tabindex="0"><code>softproof report .</code></pre>
</section>`;
}

function rerunSection(rerun: string): Html {
  return safe`<section id="replay" aria-labelledby="replay-title">
<h2 id="replay-title">How to replay</h2>
<p>The same tests draw the same cases, and work is counted in boxes, so verdicts do not depend on the speed of the machine. What was
refuted is stored by value beside this page and decided before anything else:</p>
<pre tabindex="0"><code>${rerun}</code></pre>
<p>This page again, from the numbers beside it:</p>
<pre tabindex="0"><code>softproof report .</code></pre>
</section>`;
}
