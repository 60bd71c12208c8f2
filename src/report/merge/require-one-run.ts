/** Are these the shares of one run, each of them once, and none missing? */
import type { Share } from './read-share.js';

/** Shares that cannot be put together. */
export class MergeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MergeError';
  }
}

/** The shares in their order. Throws a `MergeError` that says which share is in the way, and what to do. */
export function requireOneRun(shares: readonly Share[], version: string): readonly Share[] {
  const [first] = shares;
  if (first === undefined)
    throw new MergeError('there is no share to merge\n  Give the folders of all shares of a run.');
  for (const one of shares) {
    const { file } = one;
    if (one.interrupted) {
      throw new MergeError(
        `${file}: this share was stopped before its end\n  Finish it with --resume, then merge again.`,
      );
    }
    if (one.version !== version) {
      throw new MergeError(
        `${file} was written by softproof ${one.version}, and this is ${version}\n  Merge with the version that ran the shares.`,
      );
    }
    const difference = differenceOf(first, one);
    if (difference !== undefined) {
      throw new MergeError(
        `${file} is a share of another run than ${first.file}: ${difference}\n  Run all shares with the same options, claims and packages.`,
      );
    }
  }
  const { count } = first.share;
  const inOrder = shares.toSorted((a, b) => a.share.index - b.share.index);
  inOrder.forEach((one, i) => {
    const before = inOrder[i - 1];
    if (before?.share.index !== one.share.index) return;
    throw new MergeError(`${before.file} and ${one.file} are both share ${nameOf(one)}\n  Give each share once.`);
  });
  const missing = Array.from({ length: count }, (_, i) => i).filter(
    (index) => !shares.some(({ share }) => share.index === index),
  );
  if (missing.length > 0) {
    const names = missing.map((index) => `${index + 1}/${count}`).join(', ');
    throw new MergeError(`these shares are missing: ${names}\n  Run them with --shard, and give their folders, too.`);
  }
  return inOrder;
}

function nameOf({ share }: Share): string {
  return `${share.index + 1}/${share.count}`;
}

function differenceOf(a: Share, b: Share): string | undefined {
  const facts = (one: Share): readonly (readonly [string, string])[] => [
    ['seed', String(one.seed)],
    ['profile', one.profile],
    ['number of shares', String(one.share.count)],
    ...Object.entries(one.environment.dependencies).map(([name, version]) => [`version of ${name}`, version] as const),
    ['digest of claims, --cases and --target', one.share.digest],
  ];
  const [before, now] = [new Map(facts(a)), new Map(facts(b))];
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    const [x, y] = [before.get(name) ?? 'none', now.get(name) ?? 'none'];
    if (x !== y) return `its ${name} is ${y}, and was ${x}`;
  }
  return undefined;
}
