import { defineConfig } from 'vitest/config';

// Tests read the workspace packages from source, so they need no build.
const conditions = ['@smg/source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
