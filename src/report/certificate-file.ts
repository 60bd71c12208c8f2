/** Files of certificates: whole or absent, and refused before any work where they cannot be written. */
import { basename, dirname } from 'node:path';
import type { Certificate } from '../certificate/certificate.js';
import { softproofVersion } from '../check/version.js';
import { prepareFolder, writeAtomic } from './write-atomic.js';

/** Proves that a file can be written there. Throws an `OutputError`. */
export function prepareCertificateFile(path: string): void {
  prepareFolder(dirname(path));
}

/** Writes the certificate; `command` is how it was made. Returns the number of bytes. Throws an `OutputError`. */
export function writeCertificate(path: string, certificate: Certificate, command: string): number {
  const environment = { softproof: softproofVersion, node: process.versions.node, command };
  const text = `${JSON.stringify({ ...certificate, environment })}\n`;
  writeAtomic(dirname(path), basename(path), text);
  return Buffer.byteLength(text);
}
