import type { MatrixShape, Target } from '../expression/target.js';
import { ConstructionError } from './construction.js';

/** How self-attention reads the inputs. Throws `ConstructionError` `input` for a target of key and query tokens. */
export function selfAttentionInput(
  { domain, input }: Pick<Target, 'domain' | 'input'>,
  construction: string,
): MatrixShape {
  if (input.kind === 'scalars') return { width: domain.length, tokens: 1 };
  if (input.kind === 'sequence') return input.shape;
  throw new ConstructionError({
    code: 'input',
    found: 'a target of key and query tokens',
    required: `${construction} is self-attention`,
    remedy: 'Use the construction max-affine-cross.',
  });
}
