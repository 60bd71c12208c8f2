/** A design as a table for people. */
import Table from 'cli-table3';
import type { Colors } from 'picocolors/types.js';
import type { DesignCandidate, DesignDocument } from '../check/design/design.js';
import { bareTable, tableLines } from './table.js';
import { shorten } from './shorten.js';

/** Candidates, the papers' own choice first, and why others are not among them. */
export function designText({ target, norm, error, candidates, refused }: DesignDocument, colours: Colors): string {
  const [head, ...rows] = [HEAD, ...candidates.map(rowOf)];
  const table = new Table({ head: head!.map((title) => colours.dim(title)), ...bareTable });
  table.push(...rows);
  const name = norm === 'inf' ? 'sup error' : `L_${norm} error`;
  const found = candidates.filter(({ published }) => published !== true);
  const notes = [
    ...(found.length === 0 ? [`  No layer with a ${name} of at most ${error} was found.`] : []),
    ...saving(candidates),
    ...refused.map(({ construction, reason }) => `  without ${construction}: ${reason.replace(/\n\s*/g, ' ')}`),
  ];
  const lines = tableLines(table);
  return [`${colours.bold(target)}: layers with a certified ${name} of at most ${error}`, ...lines, ...notes].join(
    '\n',
  );
}

const HEAD = [
  'construction',
  'cells',
  'ghosts',
  'R',
  'keys',
  'weights',
  'largest weight',
  'largest score',
  'error at most',
  'by',
  'least format',
];

function rowOf(candidate: DesignCandidate): string[] {
  const { construction, parameters, keys, weights, largestWeight, largestScore, upper, decidedBy, published } =
    candidate;
  const { cells = [], ghosts = [], inverseTemperature } = parameters;
  return [
    published === true ? `${construction} (papers)` : construction,
    cells.join(' × '),
    ghosts.join(' × ') || '—',
    inverseTemperature === undefined ? '—' : shorten(inverseTemperature, 'down', 4),
    shorten(keys, 'up', 6),
    shorten(weights, 'up', 4),
    shorten(largestWeight, 'up', 3),
    shorten(largestScore, 'up', 3),
    shorten(upper, 'up', 4),
    decidedBy,
    formatText(candidate),
  ];
}

/** Uncentred scores are those of the papers; centred ones are said. */
function formatText({ format, scores }: DesignCandidate): string {
  if (format === undefined) return '—';
  return scores === 'centred' ? `${format}, centred` : format;
}

/** How many times fewer keys the best candidate has than the papers' choice. */
function saving(candidates: readonly DesignCandidate[]): string[] {
  const [published, best] = candidates;
  if (published?.published !== true || best === undefined) return [];
  const ratio = Number(published.keys) / Number(best.keys);
  return ratio > 1 ? [`  ${shorten(String(ratio), 'down', 3)} times fewer keys than the papers’ choice`] : [];
}
