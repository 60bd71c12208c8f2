/** Of the package `safetensors`, which has no types, the part that reads a file without metadata. */
declare module 'safetensors' {
  interface SafeTensor {
    readonly metadata: ReadonlyMap<string, { readonly dtype: string; readonly shape: readonly number[] }>;
    getTensor(name: string): Uint8Array;
  }
  const library: { readonly SafeTensor: new (bytes: Uint8Array) => SafeTensor };
  export default library;
}
