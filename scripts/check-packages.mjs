import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChecks } from './checks.mjs';
import { packAll } from './pack.mjs';
import { entryPoints, publishedPackages } from './packages.mjs';
import { run } from './run.mjs';

// publint and "are the types wrong" over what would be published, in every resolution mode they know.
const checks = createChecks();
const folder = mkdtempSync(join(tmpdir(), 'smg-packages-'));
try {
  const tarballs = await packAll(folder);
  for (const published of publishedPackages()) {
    const tarball = tarballs.get(published.name);
    // attw does not look behind wildcards, so each is named.
    const subpaths = entryPoints(published).map(({ specifier }) => `.${specifier.slice(published.name.length)}`);
    const [lint, types] = await Promise.all([
      run('publint', ['run', tarball, '--strict'], { seconds: 60 }),
      run('attw', [tarball, '--no-definitely-typed', '--format', 'ascii', '--entrypoints', ...subpaths], {
        seconds: 120,
      }),
    ]);
    checks.check(`${published.name}: publint`, lint.ok ? [] : [lint.output]);
    checks.check(`${published.name}: types in every resolution mode`, types.ok ? [] : [types.output]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
checks.close();
