import { describe, expect, it } from 'vitest';
import type { CrossReading, CrossTargetDescription } from '../cross-description.js';
import { crossEngine, crossShapes, inputsRead } from './cross-target.js';

/** Axis and coordinate of input `k` both carry the number `k`, so that it is seen which of them are kept. */
function labelled(reads: CrossReading): CrossTargetDescription {
  const shapes = { key: { width: 2, tokens: 2 }, query: { width: 1, tokens: 2 } };
  const point = inputsRead({ ...shapes, reads }).map(String);
  return {
    family: 'cross',
    domain: ['0', '1', '2', '3', '4', '5'].map((k) => [`-${k}`, '10'] as const),
    ...shapes,
    reads,
    output: { width: 1, tokens: 1 },
    entries: [{ family: 'mcshane', lipschitz: '1', anchors: [{ point, value: '0' }] }],
    modulus: { kind: 'lipschitz', constant: '1' },
  };
}

const engine = crossEngine(['mcshane'], { inputs: { min: 2, max: 6 }, onePointAxes: false });

/** The inputs that the candidates with fewer inputs keep, and those that their function reads. */
function kept(reads: CrossReading): readonly { readonly shapes: string; readonly domain: string; read: string }[] {
  const smaller = [...engine.simplify(labelled(reads))].filter(({ domain }) => domain.length < 6);
  return smaller.map((target) => {
    expect(engine.accepts(target)).toBe(true);
    const [entry] = target.entries;
    const { key, query, domain } = target;
    return {
      shapes: `${key.width}×${key.tokens} ${query.width}×${query.tokens}`,
      domain: domain.map(([lower]) => lower.slice(1)).join(''),
      read: entry!.family === 'mcshane' ? entry!.anchors[0]!.point.join('') : '?',
    };
  });
}

describe('shrinking of keys and queries', () => {
  it('drops whole tokens and whole rows, of keys and of queries', () => {
    const found = new Set(kept('both').map(({ shapes, domain }) => `${shapes}: ${domain}`));
    expect(found).toEqual(
      new Set(['2×1 1×2: 0145', '2×1 1×2: 2345', '1×2 1×2: 0245', '1×2 1×2: 1345', '2×2 1×1: 01234', '2×2 1×1: 01235']),
    );
  });

  it.each(['both', 'keys', 'queries'] as const)('of a function of %s, its parameters go along', (reads) => {
    const isRead = (input: string) => inputsRead(labelled(reads)).map(String).includes(input);
    for (const { domain, read } of kept(reads)) expect(read).toBe([...domain].filter(isRead).join(''));
  });

  it('keeps as many inputs as are asked for', () => {
    const many = crossEngine(['mcshane'], { inputs: { min: 5, max: 6 }, onePointAxes: false });
    const lengths = [...many.simplify(labelled('both'))].map(({ domain }) => domain.length);
    expect(new Set(lengths)).toEqual(new Set([5, 6]));
  });
});

it('shapes have the allowed number of inputs', () => {
  expect(crossShapes({ min: 2, max: 8 })).toHaveLength(16);
  expect(crossShapes({ min: 2, max: 4 })).toHaveLength(9);
  expect(crossShapes({ min: 8, max: 8 })).toEqual([{ key: { width: 2, tokens: 2 }, query: { width: 2, tokens: 2 } }]);
});
