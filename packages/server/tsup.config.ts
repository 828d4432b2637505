import { defineConfig } from 'tsup';
import { base } from '../../tsup.base.js';

export default defineConfig([
  {
    ...base,
    entry: ['src/index.ts', 'src/node.ts', 'src/express.ts', 'src/next.ts', 'src/engines/*.ts'],
    platform: 'node',
    removeNodeProtocol: false,
    // The command beside it is built at the same time.
    clean: ['!cli.js', '!cli.js.map'],
  },
  {
    ...base,
    entry: ['src/cli.ts'],
    format: ['esm'],
    dts: false,
    splitting: false,
    platform: 'node',
    removeNodeProtocol: false,
    clean: false,
  },
]);
