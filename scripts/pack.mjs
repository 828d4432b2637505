import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages } from './packages.mjs';
import { run } from './run.mjs';

/** Packs every published package into `folder`, as `pnpm publish` would, and gives the tarball of each by name. */
export async function packAll(folder) {
  const packages = publishedPackages();
  const filters = packages.map(({ name }) => `--filter=${name}`);
  const { ok, output } = await run('pnpm', [...filters, '--recursive', 'pack', '--pack-destination', folder], {
    seconds: 120,
  });
  if (!ok) throw new Error(`pnpm pack failed:\n${output}`);
  const files = readdirSync(folder);
  return new Map(
    packages.map(({ name, manifest }) => {
      const file = `${name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`;
      if (!files.includes(file)) throw new Error(`pnpm pack made no ${file}`);
      return [name, join(folder, file)];
    }),
  );
}
