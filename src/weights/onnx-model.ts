/**
 * Weights as an ONNX model: a graph of MatMul, ReduceSum, Add, Transpose and Softmax over the weights, inputs and output as
 * matrices whose columns are tokens.
 *
 * In self-attention `W_O` only picks columns, and softmax acts on columns: the graph picks them among the queries,
 * `W_V Z · Softmax((W_K Z)ᵀ (W_Q Z) W_O)`, which gives the same output from `N·n` scores in place of `N²`.
 */
import type { MatrixShape } from '../expression/target.js';
import { bytesOf, type FloatType } from './float-type.js';
import type { NamedTensor, NetworkWeights } from './network-weights.js';
import { onnxDescriptor } from './onnx-descriptor.js';

/** Of ONNX: its intermediate representation, the operator set, and codes of types. */
const IR_VERSION = 8;
const OPERATOR_SET = 13;
const ELEMENT = { float32: 1, float64: 11 } as const;
const INT64 = 7;
const ATTRIBUTE = { int: 2, ints: 7 } as const;

interface Node {
  readonly name: string;
  readonly opType: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly object[];
}

/** The bytes of the model. */
export async function onnxModelOf(
  weights: NetworkWeights,
  type: FloatType,
  metadata: Readonly<Record<string, string>>,
  producerVersion: string,
): Promise<Uint8Array> {
  // It is needed for this alone.
  const { default: protobuf } = await import('protobufjs');
  const Model = protobuf.Root.fromJSON(onnxDescriptor).lookupType('onnx.ModelProto');
  const { inputs, output, tensors } = weights;
  const model = {
    irVersion: IR_VERSION,
    opsetImport: [{ domain: '', version: OPERATOR_SET }],
    producerName: 'softproof',
    producerVersion,
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: {
      name: 'attention',
      node: nodesOf(weights),
      initializer: [...tensors.map((tensor) => initializer(tensor, type)), FIRST_AXIS],
      input: inputs.map(({ name, shape }) => valueInfo(name, shape, type)),
      output: [valueInfo('Y', output, type)],
    },
  };
  return Model.encode(Model.fromObject(model)).finish();
}

/** What `ReduceSum` sums over, as a tensor. */
const FIRST_AXIS = { name: 'first_axis', dims: [1], dataType: INT64, rawData: new Uint8Array(8) };

function nodesOf({ kind, inputs }: NetworkWeights): Node[] {
  const W = (name: string): string => `attention.${name}`;
  const [keyTokens, queryTokens] = kind === 'self' ? ['linear.Z', 'linear.Z'] : ['key.Z', 'query.Z'];
  const queries = kind === 'self' ? 'picked' : 'queries';
  return [
    ...inputs.flatMap(({ name }) => linearMap(kind === 'self' ? 'linear' : name === 'X_K' ? 'key' : 'query', name)),
    node('MatMul', [W('W_K'), keyTokens], 'keys'),
    node('MatMul', [W('W_Q'), queryTokens], 'queries'),
    ...(kind === 'self' ? [node('MatMul', ['queries', W('W_O')], 'picked')] : []),
    node('Transpose', ['keys'], 'keys_transposed', [{ name: 'perm', type: ATTRIBUTE.ints, ints: [1, 0] }]),
    node('MatMul', ['keys_transposed', queries], 'scores'),
    node('Softmax', ['scores'], 'weights', [{ name: 'axis', type: ATTRIBUTE.int, i: 0 }]),
    node('MatMul', [W('W_V'), keyTokens], 'values'),
    ...(kind === 'self'
      ? [node('MatMul', ['values', 'weights'], 'Y')]
      : [node('MatMul', ['values', 'weights'], 'mixed'), node('MatMul', ['mixed', W('W_O')], 'Y')]),
  ];
}

/** `Σ_h P_h X Q_h + B`. */
function linearMap(name: string, input: string): Node[] {
  return [
    node('MatMul', [`${name}.P`, input], `${name}.PX`),
    node('MatMul', [`${name}.PX`, `${name}.Q`], `${name}.PXQ`),
    node('ReduceSum', [`${name}.PXQ`, FIRST_AXIS.name], `${name}.sum`, [
      { name: 'keepdims', type: ATTRIBUTE.int, i: 0 },
    ]),
    node('Add', [`${name}.sum`, `${name}.B`], `${name}.Z`),
  ];
}

function node(opType: string, input: readonly string[], output: string, attribute: readonly object[] = []): Node {
  return { name: `make ${output}`, opType, input, output: [output], attribute };
}

function initializer({ name, shape, data }: NamedTensor, type: FloatType): object {
  return { name, dims: shape, dataType: ELEMENT[type], rawData: bytesOf(data, type) };
}

function valueInfo(name: string, { width, tokens }: MatrixShape, type: FloatType): object {
  const dim = [width, tokens].map((dimValue) => ({ dimValue }));
  return { name, type: { tensorType: { elemType: ELEMENT[type], shape: { dim } } } };
}
