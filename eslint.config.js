import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'reports', 'fixtures/targets'] },
  ...tseslint.configs.strict,
  {
    rules: {
      // Hot loops index typed arrays whose bounds are loop invariants.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.name='eval']", message: 'Targets are parsed, never executed.' },
      ],
    },
  },
);
