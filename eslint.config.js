import tseslint from 'typescript-eslint';

const neverExecuted = [
  { selector: "CallExpression[callee.name='eval']", message: 'Targets are parsed, never executed.' },
];

const neverSkipped = ['only', 'skip', 'todo'].map((modifier) => ({
  selector: `MemberExpression[object.name=/^(it|test|describe)$/][property.name='${modifier}']`,
  message: `A committed test runs: take .${modifier} out. What this machine cannot run says so visibly through skipIf.`,
}));

export default tseslint.config(
  { ignores: ['dist', '.bench-build', 'coverage', 'reports', 'fixtures/targets'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.strict,
  {
    rules: {
      // Hot loops index typed arrays whose bounds are loop invariants.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      eqeqeq: 'error',
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Chance comes from a seed: draw with fast-check.' },
        { object: 'Decimal', property: 'set', message: 'The global constructor is shared: use Decimal.clone().' },
        { object: 'Decimal', property: 'config', message: 'The global constructor is shared: use Decimal.clone().' },
      ],
      'no-restricted-syntax': ['error', ...neverExecuted, ...neverSkipped],
    },
  },
  {
    // Standard output belongs to the document or table that a command prints.
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**', 'src/checker/**'],
    rules: { 'no-console': 'error' },
  },
  {
    // Rules of a tool that reads CommonJS.
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
