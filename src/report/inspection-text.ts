/** An inspection as text for people. */
import type { Colors } from 'picocolors/types.js';
import type { Inspection } from '../check/inspect-target.js';
import { shortenInterval } from './shorten.js';

export function inspectionText(inspection: Inspection, colours: Colors): string {
  const { target, domain, outputs, modulus, ghost, singularities } = inspection;
  const lines = [colours.bold(target), `  input     ${inputText(inspection)}`];
  domain.forEach(({ text: [lower, upper] }, t) => lines.push(`  x${t}        in [${lower}, ${upper}]`));
  outputs.forEach(({ expression, range, lipschitz, smoothness }, r) => {
    lines.push(
      `  ${colours.bold(outputs.length === 1 ? 'output' : `output ${r}`)}  ${expression}`,
      `    range      ${shortenInterval(range)}`,
      `    Lipschitz  ${shortenInterval(lipschitz)}`,
      `    ${smoothness}`,
    );
  });
  if (modulus !== null) lines.push(`  declared modulus  ${modulusText(modulus)}`);
  for (const { point, exponent } of singularities) {
    lines.push(`  declared singularity  at (${point.join(', ')}), exponent ${exponent}`);
  }
  if (ghost) lines.push('  the formula is valid outside the domain too');
  return lines.join('\n');
}

function inputText({ input, output }: Inspection): string {
  const matrix = ({ width, tokens }: { width: number; tokens: number }): string => `${width} × ${tokens}`;
  const from =
    input.kind === 'scalars'
      ? 'separate numbers'
      : input.kind === 'sequence'
        ? `a ${matrix(input.shape)} matrix (width × tokens)`
        : `a ${matrix(input.key)} key matrix and a ${matrix(input.query)} query matrix (width × tokens)`;
  return `${from}; output ${matrix(output)}`;
}

function modulusText({ constant, exponent, verdict, witness }: NonNullable<Inspection['modulus']>): string {
  const fails = witness === undefined ? '' : `: fails between (${witness.map((p) => p.join(', ')).join(') and (')})`;
  return `${constant}·r^${exponent}: ${verdict}${fails}`;
}
