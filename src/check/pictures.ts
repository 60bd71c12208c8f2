/** The document `softproof/pictures@1`: the tightest case of every claim by value, and what there is to see in it. */
import type { Picture } from '../theorems/pictures/picture.js';
import { resultEntry, type ResultEntry } from './case-document.js';
import type { ClaimOutcome } from './claim-outcome.js';
import type { CheckOutcome } from './run-claims.js';
import { softproofVersion } from './version.js';

export const PICTURES_SCHEMA = 'softproof/pictures@1';

export interface PicturesDocument {
  readonly schema: typeof PICTURES_SCHEMA;
  readonly version: string;
  readonly claims: readonly PicturedClaim[];
}

export interface PicturedClaim {
  readonly id: string;
  readonly description: string;
  /** Plain JSON data with exact numbers as text. */
  readonly case: unknown;
  readonly result: ResultEntry;
  /** Absent where a claim draws none, or could not draw this case. */
  readonly picture?: Picture;
}

/** Draws the tightest case of every claim of a run that has one. A picture decides nothing: what fails is left out. */
export function drawPictures({ claims }: Pick<CheckOutcome, 'claims'>): PicturesDocument {
  return { schema: PICTURES_SCHEMA, version: softproofVersion, claims: claims.flatMap(pictured) };
}

function pictured({ claim, tightest }: ClaimOutcome): PicturedClaim[] {
  if (tightest === undefined) return [];
  const { case: input, description, result } = tightest;
  const picture = pictureOf(claim, input, result.witness);
  return [
    {
      id: claim.id,
      description,
      case: input,
      result: resultEntry(result),
      ...(picture === undefined ? {} : { picture }),
    },
  ];
}

function pictureOf(
  { picture }: ClaimOutcome['claim'],
  input: unknown,
  witness: readonly string[] | undefined,
): Picture | undefined {
  try {
    return picture?.(input, witness);
  } catch {
    return undefined;
  }
}
