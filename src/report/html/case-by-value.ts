import { safe, type Html } from './template.js';

/** More of a case would make the page long; the file has all of it. */
const MOST = 6000;

/** A case as JSON, folded away. */
export function caseByValue(input: unknown): Html {
  const text = JSON.stringify(input, undefined, 1);
  const lines = text.replace(/\n\s*/g, ' ');
  const shown = lines.length > MOST ? `${lines.slice(0, MOST)}… (${lines.length} characters)` : lines;
  return safe`<details>
    <summary>The case by value</summary>
    <pre tabindex="0"><code>${shown}</code></pre>
  </details>`;
}
