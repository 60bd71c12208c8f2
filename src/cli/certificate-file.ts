/** `softproof certify --certificate FILE`. */
import { basename, dirname } from 'node:path';
import type { Certification } from '../check/certify-target.js';
import { softproofVersion } from '../check/version.js';
import { prepareFolder, writeAtomic } from '../report/write-atomic.js';

/** Proves before any work that a file can be written there. Throws an `OutputError`. */
export function prepareCertificateFile(path: string): void {
  prepareFolder(dirname(path));
}

/** Writes the certificate, if there is one; `command` is how it was made. Returns what to tell. Throws an `OutputError`. */
export function writeCertificateFile(path: string, { certificate }: Certification, command: string): string {
  if (certificate === undefined) {
    return `${path} was not written: the search ended before its tree was complete.\n  Raise --time or --tolerance.`;
  }
  const environment = { softproof: softproofVersion, node: process.versions.node, command };
  const text = `${JSON.stringify({ ...certificate, environment })}\n`;
  writeAtomic(dirname(path), basename(path), text);
  const { enclosure, proof } = certificate;
  const size = `${proof.leaves} leaves, ${Buffer.byteLength(text)} bytes`;
  return (
    `${path}: the error is at least ${enclosure.lower} and at most ${enclosure.upper}; ${size}\n` +
    `  To check it: softproof verify ${path}`
  );
}
