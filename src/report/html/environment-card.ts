/** What a reproducibility review asks of a run. */
import type { Results } from '../results.js';
import { secondsText } from '../table.js';
import { safe, type Html } from './template.js';

export function environmentCard({ environment, profile }: Results): Html {
  const { softproof, node, v8, platform, dependencies, cpu, gpu, seed, command, wallSeconds, peakMemoryBytes } =
    environment;
  const facts: readonly (readonly [string, string])[] = [
    ['softproof', softproof],
    ['Node.js', `${node} (V8 ${v8})`],
    ['platform', platform],
    ['processor', `${cpu.model}, ${cpu.cores} cores`],
    ['memory', gibibytes(cpu.memoryBytes)],
    ['GPU', gpu === null ? 'none took part' : JSON.stringify(gpu)],
    ['profile', profile],
    ['seed', String(seed)],
    ['command', command],
    ['wall time', secondsText(wallSeconds)],
    ['peak memory', gibibytes(peakMemoryBytes)],
    ...Object.entries(dependencies),
  ];
  return safe`<section id="environment" aria-labelledby="environment-title">
    <h2 id="environment-title">Reproducibility</h2>
    <dl class="facts">
      ${facts.map(
        ([name, value]) =>
          safe`<dt>${name}</dt>
            <dd>${value}</dd> `,
      )}
    </dl>
    <p class="note">
      No data set and no trained weight takes part: cases are drawn from the seed, and are stored by value where they
      matter.
    </p>
  </section>`;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
