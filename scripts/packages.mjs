import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './run.mjs';

/** The packages that are published: their name, folder and package.json. */
export function publishedPackages() {
  return readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return { name: manifest.name, folder, manifest };
    })
    .filter(({ manifest }) => manifest.private !== true);
}

/** Every file under a folder, as full paths; none where the folder is missing. */
export function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** What stands for `*` in a pattern of source files, for each file that fits it. */
function wildcardNames(folder, pattern) {
  const [before, after] = join(folder, pattern).split('*');
  return filesUnder(dirname(join(folder, pattern)))
    .filter((file) => file.startsWith(before) && file.endsWith(after))
    .map((file) => file.slice(before.length, -after.length))
    .sort();
}

/**
 * The code entry points of a package, wildcards spelled out by the sources there are: the specifier a user writes and
 * the built files behind it, relative to the package.
 */
export function entryPoints({ name, folder, manifest }) {
  return Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    if (typeof target === 'string') return [];
    const names = subpath.includes('*') ? wildcardNames(folder, target['@smg/source']) : [''];
    return names.map((wildcard) => {
      const fill = (path) => path.replace('*', wildcard);
      return {
        specifier: name + fill(subpath).slice(1),
        import: fill(target.import.default),
        require: fill(target.require.default),
        types: fill(target.import.types),
      };
    });
  });
}
