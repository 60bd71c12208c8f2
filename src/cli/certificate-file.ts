/** `softproof certify --certificate FILE`. */
import { basename, dirname } from 'node:path';
import type { Certification } from '../check/certify-target.js';
import type { MissingCertificate } from '../check/constructions/certifiable.js';
import { softproofVersion } from '../check/version.js';
import { prepareFolder, writeAtomic } from '../report/write-atomic.js';

const MISSING: Readonly<Record<MissingCertificate, string>> = {
  time: 'the time ended before its tree was complete.\n  Raise --time or --tolerance.',
  leaves:
    'its tree would have too many leaves, or boxes that doubles cannot halve.\n  Raise --tolerance, or take fewer cells.',
  'small error':
    'its leaves see an error as a difference of terms, and this one is too small beside them.\n' +
    '  The enclosure is true without it. Errors above some 1e-6 of the values have certificates: take fewer cells.',
};

/** Proves before any work that a file can be written there. Throws an `OutputError`. */
export function prepareCertificateFile(path: string): void {
  prepareFolder(dirname(path));
}

/** Writes the certificate, if there is one; `command` is how it was made. Returns what to tell. Throws an `OutputError`. */
export function writeCertificateFile(
  path: string,
  { certificate, missingCertificate = 'time' }: Certification,
  command: string,
): string {
  if (certificate === undefined) return `${path} was not written: ${MISSING[missingCertificate]}`;
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
