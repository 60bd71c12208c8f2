/**
 * The JSON Schemas that ship with the package: they compile in strict mode, accept the documents they describe, and
 * reject everything with a missing field, an unknown field, or a number that is not the promised text.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Json, Path } from './support/json.js';
import { broken, OPTIONAL, valid } from './support/schema-documents.js';

interface Schema {
  readonly $id: string;
  readonly $defs: Readonly<Record<string, unknown>>;
}

const folder = new URL('../schemas/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.schema.json'));
const schemas = new Map(files.map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Schema]));

const ajv = new Ajv2020({ strict: true, allErrors: true });
const validators = new Map([...schemas].map(([file, schema]) => [file, ajv.compile(schema)]));

function accepts(file: string, document: Json): boolean {
  const validate = validators.get(file);
  if (validate === undefined) throw new Error(`no schema ${file}`);
  return validate(document);
}

/** The places that take free data, where an unknown field is allowed. */
const FREE = new Set(['case', 'dependencies']);

/** Paths of all objects of a document but for the free ones. */
function objectPaths(document: Json, path: Path = []): Path[] {
  if (typeof document !== 'object' || document === null) return [];
  if (Array.isArray(document)) return document.flatMap((item, i) => objectPaths(item, [...path, i]));
  if (FREE.has(String(path.at(-1)))) return [];
  return [path, ...Object.entries(document).flatMap(([key, value]) => objectPaths(value, [...path, key]))];
}

/** A copy of the document with the value at `path` replaced, or taken out when the new value is `undefined`. */
function change(document: Json, path: Path, value: Json | undefined): Json {
  const copy = structuredClone(document);
  const parent = path.slice(0, -1).reduce<Json>((at, key) => (at as Record<string, Json>)[key]!, copy);
  const key = path.at(-1)!;
  if (value === undefined) Reflect.deleteProperty(parent as object, key);
  else (parent as Record<string, Json>)[key] = value;
  return copy;
}

describe('the JSON Schemas', () => {
  it('are all covered by this file', () => {
    expect(files.toSorted()).toEqual(Object.keys(valid).toSorted());
  });

  it('bear the identifier of their file, and describe every property', () => {
    for (const [file, schema] of schemas) {
      const [, name, version] = /^([a-z]+)-(\d+)\.schema\.json$/.exec(file)!;
      expect(schema.$id).toBe(`urn:softproof:${name}:${version}`);
      expect(undescribed(schema, schema.$defs)).toEqual([]);
    }
  });

  it('mean the same by a definition of the same name', () => {
    const texts = new Map<string, string>();
    for (const { $defs } of schemas.values()) {
      for (const [name, definition] of Object.entries($defs)) {
        // Two identifiers are about claims in one schema and about constructions in another.
        const text = JSON.stringify({ ...(definition as object), description: '' });
        expect(texts.get(name) ?? text, name).toBe(text);
        texts.set(name, text);
      }
    }
  });

  describe.each(files)('%s', (file) => {
    it.each(valid[file]!.map((document, i) => [i, document] as const))('accepts valid document %i', (_, document) => {
      expect(accepts(file, document), JSON.stringify(validators.get(file)?.errors)).toBe(true);
    });

    it.each(broken[file]!)('rejects %s', (_, path, value) => {
      expect(accepts(file, change(valid[file]![0]!, path, value))).toBe(false);
    });

    it('rejects every valid document with an unknown field added to any object', () => {
      for (const document of valid[file]!) {
        for (const path of objectPaths(document)) {
          expect(accepts(file, change(document, [...path, 'unknown'], 1)), path.join('.')).toBe(false);
        }
      }
    });

    it('rejects every valid document with any field taken out, except those that are optional', () => {
      const unneeded = new Set<string>();
      for (const document of valid[file]!) {
        for (const path of objectPaths(document)) {
          const at = path.reduce<Json>((value, key) => (value as Record<string, Json>)[key]!, document);
          for (const key of Object.keys(at as object)) {
            const name = [...path, key].filter((part) => typeof part === 'string').join('.');
            if (accepts(file, change(document, [...path, key], undefined))) unneeded.add(name);
          }
        }
      }
      expect([...unneeded].toSorted()).toEqual([...OPTIONAL[file]!].toSorted());
    });
  });
});

/** Names of properties that carry no description, neither their own nor that of the definition they refer to. */
function undescribed(schema: unknown, definitions: Readonly<Record<string, unknown>>, name = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((item) => undescribed(item, definitions, name));
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'if' || key === 'then') return [];
    const here = `${name}/${key}`;
    if (key !== 'properties') return undescribed(value, definitions, here);
    return Object.entries(value as Record<string, Record<string, unknown>>).flatMap(([property, definition]) => {
      const referred = definitions[String(definition['$ref']).replace('#/$defs/', '')] as Record<string, unknown>;
      const described = 'description' in definition || 'description' in (referred ?? {}) || 'const' in definition;
      return [
        ...(described ? [] : [`${here}/${property}`]),
        ...undescribed(definition, definitions, `${here}/${property}`),
      ];
    });
  });
}
