/** A function of one number, as the same function of many: `f_g(x) = g^{−1/2} Σ_t f(x_t)`, with the same Lipschitz constant. */
import { ExpressionBuilder } from './builder.js';
import type { Node, NodeIndex } from './expression.js';
import type { Target } from './target.js';

/**
 * The target of `inputs` numbers on the cube of `target`'s domain. `|∇f_g| ≤ sup|f'|`, with equality on the diagonal. Throws a
 * `RangeError` unless `target` is a real function of one number without singularities.
 */
export function sumOverInputs(target: Target, inputs: number): Target {
  const { expression, domain, input, output, singularities } = target;
  const isReal = output.width * output.tokens === 1 && expression.inputs === 1 && input.kind === 'scalars';
  if (!isReal || singularities.length > 0) throw new RangeError('the target is no real function of one number');
  const builder = new ExpressionBuilder();
  const terms = Array.from({ length: inputs }, (_, t) => {
    const renamed: NodeIndex[] = [];
    for (const node of expression.nodes) renamed.push(copy(builder, node, renamed, t));
    return renamed[expression.outputs[0]!]!;
  });
  const sum = terms.reduce((a, b) => builder.binary('add', a, b));
  const root = builder.unary('sqrt', builder.literal(String(inputs)));
  return {
    name: inputs === 1 ? target.name : `${target.name} over ${inputs} inputs`,
    domain: Array.from({ length: inputs }, () => domain[0]!),
    input,
    output,
    expression: builder.finish(inputs, [inputs === 1 ? sum : builder.binary('div', sum, root)]),
    ghost: target.ghost,
    singularities: [],
  };
}

function copy(builder: ExpressionBuilder, node: Node, renamed: readonly NodeIndex[], input: number): NodeIndex {
  return node.op === 'input'
    ? builder.input(input)
    : builder.append({ ...node, args: node.args.map((arg) => renamed[arg]!) } as unknown as Node);
}
