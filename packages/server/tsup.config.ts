import { defineConfig } from 'tsup';
import { base } from '../../tsup.base.js';

export default defineConfig({ ...base, entry: ['src/index.ts', 'src/node.ts', 'src/express.ts', 'src/next.ts', 'src/engines/*.ts'] });
