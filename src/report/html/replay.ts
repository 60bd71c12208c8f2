/** How everything on the page is computed again. */
import type { Results } from '../results.js';
import { safe, type Html } from './template.js';

export function replaySection({ seed, profile, environment }: Results): Html {
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
