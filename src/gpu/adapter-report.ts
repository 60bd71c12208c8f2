/** An adapter as WebGPU describes it; what a result says about who took part in it. */

export interface AdapterReport {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  /** Free text of the driver. */
  readonly description: string;
  /** A software adapter: for correctness, not for speed. */
  readonly isFallbackAdapter: boolean;
}

export function reportAdapter({ info }: GPUAdapter): AdapterReport {
  const { vendor, architecture, device, description, isFallbackAdapter } = info;
  return { vendor, architecture, device, description, isFallbackAdapter };
}

/** In a few words, for people. */
export function adapterName({ vendor, architecture, device, description, isFallbackAdapter }: AdapterReport): string {
  const name = [description, device, architecture, vendor].find((text) => text !== '') ?? 'unnamed adapter';
  return isFallbackAdapter ? `${name} (software)` : name;
}
