/** What the tests of the command line share: a folder of their own, target files, and the schemas. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, expect } from 'vitest';
import type { Results } from '../../src/report/results.js';

export const root = new URL('../../', import.meta.url);
const ajv = new Ajv2020({ strict: true, allErrors: true });

/** The document in `text`, which must be valid against its schema. */
export function expectValid(schema: string, text: string): unknown {
  const document: unknown = JSON.parse(text);
  const validate =
    ajv.getSchema(`urn:softproof:${schema}:1`) ??
    ajv.compile(JSON.parse(readFileSync(new URL(`schemas/${schema}-1.schema.json`, root), 'utf8')) as object);
  void validate(document);
  expect(validate.errors ?? []).toEqual([]);
  return document;
}

/** All of a results document but what may differ between two equal runs. */
export function timeless(text: string): unknown {
  const { claims, ...rest } = expectValid('results', text) as Results;
  return {
    ...rest,
    environment: undefined,
    shards: undefined,
    claims: claims.map((claim) => ({ ...claim, seconds: 0 })),
  };
}

/** A folder that lives as long as the tests of a file. */
export const folder = mkdtempSync(join(tmpdir(), 'softproof-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

export function targetFile(name: string, source: string): string {
  const path = join(folder, name);
  writeFileSync(path, source);
  return path;
}

export const box = 'export const domain = [[0, 1]];\n';
export const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/targets/${name}`, root));
