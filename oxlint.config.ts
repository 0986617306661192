import { defineConfig } from 'oxlint'
import { layerOverrides } from './scripts/layer-rules.ts'

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise', 'react', 'jsx-a11y', 'vitest'],
  categories: { correctness: 'error' },
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['node_modules', 'out', '.cache', 'coverage', 'test-results', 'playwright-report'],
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/only-throw-error': 'error',
    'import/no-cycle': 'error',
    'import/no-self-import': 'error',
    'import/no-default-export': 'error',
    'no-restricted-imports': 'off',
    'max-lines': ['error', { max: 400 }],
    'max-lines-per-function': ['error', { max: 120, skipBlankLines: true, skipComments: true }],
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'no-eval': 'error',
    'no-new-func': 'error',
    'no-implied-eval': 'error',
    'no-empty': 'error',
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'no-var': 'error',
    'prefer-const': 'error',
    'react/rules-of-hooks': 'error',
    'react/exhaustive-deps': 'error',
    'react/react-in-jsx-scope': 'off',
    // Rules for the React Compiler, which we do not use.
    'react/incompatible-library': 'off',
    'react/refs': 'off',
    'react/set-state-in-effect': 'off',
    // Walking over the characters of a text is what [...text] is for.
    'typescript/no-misused-spread': 'off',
    'typescript/unbound-method': 'off',
    'vitest/no-conditional-expect': 'off',
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
    // A virtual table cannot be made of tr and td.
    'jsx-a11y/prefer-tag-over-role': 'off',
    // A frame that scrolls must take the focus, and a list may listen for the keys of its rows; axe judges the result.
    'jsx-a11y/no-noninteractive-tabindex': 'off',
    'jsx-a11y/no-noninteractive-element-interactions': 'off',
    // Walking over a copy is how a list of listeners survives being changed by one of them.
    'unicorn/no-useless-spread': 'off',
  },
  overrides: [
    ...layerOverrides(),
    { files: ['**/*.config.ts', 'e2e/harness/build.ts'], rules: { 'import/no-default-export': 'off' } },
    {
      files: ['renderer/**/*.tsx'],
      rules: { 'max-lines-per-function': ['error', { max: 150, skipBlankLines: true, skipComments: true }] },
    },
    // Its redirects are thrown, and are no errors.
    { files: ['renderer/app/router.tsx'], rules: { 'typescript/only-throw-error': 'off' } },
    // Playwright's fixtures are handed over by a function called `use`.
    { files: ['e2e/**/*.ts'], rules: { 'react/rules-of-hooks': 'off' } },
    {
      files: ['**/*.test.{ts,tsx}', 'e2e/**/*.{ts,mjs}', 'bench/**/*.ts'],
      rules: { 'max-lines': ['error', { max: 600 }], 'max-lines-per-function': 'off', 'typescript/no-non-null-assertion': 'off' },
    },
    // Test code that tests share: what they expect in common stands here, their `test` elsewhere.
    { files: ['**/testing/**/*.ts', 'e2e/harness/**/*.ts'], rules: { 'vitest/no-standalone-expect': 'off' } },
    { files: ['**/*.{long,slow}.test.ts'], rules: { 'vitest/expect-expect': 'off' } },
  ],
} as Parameters<typeof defineConfig>[0])
