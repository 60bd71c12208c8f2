/** Documents that are no certificates; some are enormous, deep or treacherous. */
import type { CertificateNode } from '../../src/certificate/certificate.js';
import { numbersOf, pick, type Draft, type Mutable } from './certificate-draft.js';

/** By what is wrong. */
export const malformed: Readonly<Record<string, (text: string, draft: Draft, chance: () => number) => string>> = {
  'truncated file': (text, _, chance) => text.slice(0, Math.floor(chance() * text.length)),
  'byte changed to nonsense': (text, _, chance) => {
    const at = Math.floor(chance() * text.length);
    return `${text.slice(0, at)}\u0001${text.slice(at + 1)}`;
  },
  'enormous exponent': (_, draft, chance) => {
    draft.enclosure.upper = `1e${'9'.repeat(1 + Math.floor(chance() * 300)).padStart(4, '9')}`;
    return JSON.stringify(draft);
  },
  'deep JSON': (_, draft, chance) => {
    const depth = 100 + Math.floor(chance() * 100_000);
    return JSON.stringify(draft).replace('"target":', `"deep":${'['.repeat(depth)}${']'.repeat(depth)},"target":`);
  },
  'prototype keys': (_, draft, chance) =>
    JSON.stringify(draft).replace('{', `{"${pick(['__proto__', 'constructor', 'prototype'], chance)}":{"valid":true},`),
  'schema of another': (_, draft) => JSON.stringify({ ...draft, schema: 'softproof/certificate@2' }),
  'unknown rule': (_, draft) => JSON.stringify({ ...draft, proof: { ...draft.proof, rule: 'trust' } }),
  'unknown operation': (_, draft, chance) => {
    (pick(draft.target.nodes, chance) as Mutable<CertificateNode>).op = pick(
      ['gamma', 'hasOwnProperty', '', 'Sin'],
      chance,
    );
    return JSON.stringify(draft);
  },
  'argument ahead': (_, draft, chance) => {
    const nodes = draft.target.nodes.filter(({ args }) => args.length > 0);
    (pick(nodes, chance) as Mutable<CertificateNode>).args[0] = draft.target.nodes.length + Math.floor(3 * chance());
    return JSON.stringify(draft);
  },
  'number for text': (_, draft) => JSON.stringify({ ...draft, enclosure: { ...draft.enclosure, upper: 1 } }),
  'member left out': (_, draft, chance) => {
    const { attention, layer, proof, enclosure } = draft;
    const parts = [draft, attention, attention?.truncation, attention?.second, layer, proof, enclosure].filter(
      (part) => part !== undefined,
    ) as unknown as Record<string, unknown>[];
    const part = pick(parts, chance);
    Reflect.deleteProperty(
      part,
      pick(
        Object.keys(part).filter((key) => !['environment', 'second'].includes(key)),
        chance,
      ),
    );
    return JSON.stringify(draft);
  },
  'numbers of attention that are none': (_, draft, chance) => {
    const numbers = Object.values(numbersOf(draft)).flat();
    const value = pick(['Infinity', 'NaN', '0x1', '1e9999', `1${'0'.repeat(2000)}`, ''], chance);
    if (numbers.length === 0) draft.enclosure.upper = value;
    else pick(numbers, chance)[Math.floor(2 * chance())] = value;
    return JSON.stringify(draft);
  },
  'intervals upside down': (_, draft, chance) => {
    const numbers = Object.values(numbersOf(draft)).flat();
    if (numbers.length === 0) draft.enclosure.upper = '--1';
    else pick(numbers, chance).splice(0, 2, '3', '1');
    return JSON.stringify(draft);
  },
  'a list for an object': (_, draft) => {
    const part = draft.attention ?? draft.layer!;
    return JSON.stringify({ ...draft, [draft.attention === undefined ? 'layer' : 'attention']: [part] });
  },
  'infinite numbers': (_, draft, chance) => {
    const value = pick(['Infinity', 'NaN', '-Infinity', '0x1p4', '1_0', ' 1', '1e', '--1'], chance);
    draft.enclosure[pick(['upper', 'lower'] as const, chance)] = value;
    return JSON.stringify(draft);
  },
  'wild sizes': (_, draft, chance) => {
    const huge = pick([2 ** 53, -1, 0.5, 1e300, 2 ** 40], chance);
    pick<() => void>(
      [
        ...(draft.layer === undefined
          ? []
          : [
              () => (draft.layer!.axes[0]!.cells = huge),
              () => (draft.layer!.shape.tokens = huge),
              () => (draft.proof.reach![0] = huge),
            ]),
        ...(draft.attention === undefined
          ? []
          : [
              () => (draft.attention!.truncation.cells = huge === 2 ** 40 ? 2 ** 53 : huge),
              () => (draft.attention!.truncation.heads[0]!.keys[1] = huge),
              () => (draft.attention!.truncation.heads[0]!.values[1] = huge),
              () => (draft.attention!.truncation.offset = huge === -1 ? 0.5 : huge),
            ]),
        () => (draft.proof.parts[0] = huge),
        () => (draft.proof.leaves = huge),
        () => (draft.proof.precision = huge),
        () => (draft.enclosure.output = huge),
      ],
      chance,
    )();
    return JSON.stringify(draft);
  },
};
