import type { Options } from 'tsup';

/** What every package is built as: ESM and CJS with types for both, one shared copy of common code. */
export const base: Options = {
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  splitting: true,
  treeshake: true,
  sourcemap: true,
  clean: true,
  target: 'es2022',
  platform: 'neutral',
  // Deno and the edge runtimes know built-ins by their `node:` names alone.
  removeNodeProtocol: false,
  external: [/^node:/],
};
