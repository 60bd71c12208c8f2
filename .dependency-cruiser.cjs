/**
 * The rules that imports of src/ obey; properties/architecture.test.ts runs them, and proves that each can fail.
 * docs/architecture.md gives the reasons.
 */

/** A file imports only from its own folder and from folders further left. */
const FOLDERS = [
  'numeric',
  'expression',
  'approximation',
  'attention',
  'sampling',
  'certificate',
  'certify',
  'constructions',
  'weights',
  'coq',
  'formats',
  'generators',
  'theorems',
  'gpu',
  'check',
  'report',
  'vitest',
  'cli',
];

const TESTS = '\\.test\\.ts$';
const PACKAGES = (names) => `^node_modules/(${names.join('|')})/`;

/** `from` a production file of `folders` (a pattern). */
const production = (folders) => ({ path: `^src/${folders}`, pathNot: TESTS });
const outside = (folders) => ({ path: '^src/', pathNot: [`^src/(${folders.join('|')})/`, TESTS] });

const importOrder = FOLDERS.map((folder, i) => ({
  name: `import-order-${folder}`,
  comment: `src/${folder} stands above the folder that it imports from.`,
  severity: 'error',
  from: production(`${folder}/`),
  // The command line runs the checker, as anybody may; who writes certificates asks it what it would accept.
  to: {
    path: [
      ...FOLDERS.slice(i + 1).map((lower) => `^src/${lower}/`),
      ...(['check', 'cli'].includes(folder) ? [] : ['^src/checker/']),
      '^src/[^/]+$',
    ],
  },
}));

module.exports = {
  folders: FOLDERS,
  forbidden: [
    ...importOrder,
    {
      name: 'checker-stands-alone',
      comment: 'An independent checker that shares code with what it checks is not independent.',
      severity: 'error',
      from: production('checker/'),
      to: { path: '.', pathNot: ['^src/checker/', '^src/certificate/', '^(node:)?(fs|zlib)$'] },
    },
    {
      name: 'no-circular',
      comment:
        'Two files that load each other are one file. Types are erased, so a cycle through a type import is none.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-test-code-in-production',
      comment: 'Tests, properties, benches and fixtures are not part of the package.',
      severity: 'error',
      from: production(''),
      to: { path: [TESTS, '^(properties|bench|fixtures|scripts)/'] },
    },
    {
      name: 'no-dev-dependencies-in-production',
      comment: 'What the package needs at run time is a dependency.',
      severity: 'error',
      from: production(''),
      // A peer is brought by the user.
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm-peer'],
        pathNot: '^node_modules/@types/',
      },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'workers-and-processes',
      comment: 'Mathematics is a pure function; only the runner and the command line start threads or processes.',
      severity: 'error',
      from: outside(['check', 'cli']),
      to: { path: ['^(node:)?(worker_threads|child_process|cluster)$', PACKAGES(['piscina'])] },
    },
    {
      name: 'the-machine',
      comment:
        'Only folders that read targets, run claims, or write reports touch the machine they run on; to compress is to compute.',
      severity: 'error',
      from: outside(['expression', 'gpu', 'check', 'report', 'vitest', 'cli', 'checker']),
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?zlib$' },
    },
    {
      name: 'ts-morph',
      comment: 'It is slow to load and only reads target files.',
      severity: 'error',
      from: outside(['expression']),
      to: { path: PACKAGES(['ts-morph']) },
    },
    {
      name: 'fast-check',
      comment: 'Chance enters through generators only.',
      severity: 'error',
      from: outside(['generators', 'theorems', 'check', 'vitest']),
      to: { path: PACKAGES(['fast-check']) },
    },
    {
      name: 'test-runner',
      comment: 'It belongs to the user: only what registers tests with it needs it.',
      severity: 'error',
      from: outside(['vitest']),
      to: { path: PACKAGES(['vitest']) },
    },
    {
      name: 'page',
      comment:
        'Charts, formulas and markup belong to the page, and are slow to load: whoever needs it imports it late.',
      severity: 'error',
      from: outside(['report/html']),
      to: { path: PACKAGES(['@observablehq/plot', 'katex', 'linkedom']) },
    },
    {
      name: 'terminal',
      comment: 'Wording for the terminal lives in the report and the command line.',
      severity: 'error',
      from: outside(['report', 'cli']),
      to: { path: PACKAGES(['commander', 'picocolors', 'cli-table3']) },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
