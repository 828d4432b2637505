import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChecks } from './checks.mjs';
import { packAll } from './pack.mjs';
import { entryPoints, filesUnder, publishedPackages } from './packages.mjs';
import { root, run } from './run.mjs';

// A project outside the workspace installs the packed packages with npm and uses them as a user would.
const checks = createChecks();
const packages = publishedPackages();
const specifiers = packages.flatMap((published) => entryPoints(published).map(({ specifier }) => specifier));

/** How TypeScript may look for modules, and the consumer's file for each. */
const modes = [
  { name: 'node16, ES module', file: 'consumer.mts', module: 'Node16', moduleResolution: 'Node16' },
  { name: 'node16, CommonJS', file: 'consumer.cts', module: 'Node16', moduleResolution: 'Node16' },
  { name: 'bundler', file: 'consumer.ts', module: 'ESNext', moduleResolution: 'Bundler' },
  { name: 'node10', file: 'consumer.ts', module: 'CommonJS', moduleResolution: 'Node10' },
];

const result = ({ ok, output }) => (ok ? [] : [output]);

async function installConsumer(folder) {
  const tarballs = await packAll(folder);
  // Optional peers come along, at the version the package is developed with: their subpaths are imported too.
  const peers = packages.flatMap(({ manifest }) =>
    Object.keys(manifest.peerDependencies ?? {}).map((peer) => [peer, manifest.devDependencies[peer]]),
  );
  const dependencies = Object.fromEntries([...peers, ...[...tarballs].map(([name, file]) => [name, `file:${file}`])]);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  return run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
    seconds: 180,
  });
}

async function checkModules(folder) {
  for (const [file, load] of [
    ['load-all.mjs', (specifier) => `await import('${specifier}')`],
    ['load-all.cjs', (specifier) => `require('${specifier}')`],
  ]) {
    for (const specifier of specifiers) {
      writeFileSync(join(folder, file), `if (typeof (${load(specifier)}) !== 'object') process.exit(1);\n`);
      checks.check(
        `${file.endsWith('.mjs') ? 'import' : 'require'} ${specifier}`,
        result(await run('node', [file], { cwd: folder, seconds: 30 })),
      );
    }
  }
}

/** What tsc found, but for the declarations of other packages: under node10 some do not find their own. */
function typeProblems({ ok, output }) {
  if (ok) return [];
  const errors = output.split('\n').filter((line) => /\berror TS\d/.test(line));
  const ours = errors.filter((line) => !/^node_modules\/(?!@smg\/)/.test(line));
  return errors.length > 0 ? ours : [output];
}

async function checkTypes(folder) {
  const all = specifiers
    .map((specifier, index) => `import * as m${index} from '${specifier}';\nvoid m${index};\n`)
    .join('');
  for (const { name, file, module, moduleResolution } of modes) {
    const every = file.replace('consumer', 'every-entry');
    writeFileSync(join(folder, every), `${all}export {};\n`);
    copyFileSync(join(root, 'scripts', 'consumers', 'consumer.ts'), join(folder, file));
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      target: 'ES2022',
      lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
      module,
      moduleResolution,
      types: ['node'],
      typeRoots: [join(root, 'node_modules', '@types')],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file, every] }));
    checks.check(`types under ${name}`, typeProblems(await run('tsc', ['-p', folder], { cwd: folder, seconds: 90 })));
  }
}

/** Runs the snippets of README.md that begin with a file name, and compares what they print with the block after. */
async function checkReadme(folder) {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  for (const [, file, code, expected] of text.matchAll(
    /```js\n\/\/ (\S+\.mjs)\n([\s\S]*?)```\s+```text\n([\s\S]*?)```/g,
  )) {
    writeFileSync(join(folder, file), code);
    const { ok, output } = await run('node', [file], { cwd: folder, seconds: 30 });
    const same = ok && output === expected;
    checks.check(`README.md: ${file}`, same ? [] : [`printed\n${output}instead of\n${expected}`]);
  }
}

/** Takes the index, and with it the registry, out of the installed package and uses one format. */
async function checkFormatAlone(folder) {
  const dist = join(folder, 'node_modules', '@smg', 'tool-parsers', 'dist');
  for (const file of filesUnder(dist).filter((path) => /[/\\]dist[/\\]index\./.test(path))) rmSync(file);
  copyFileSync(join(root, 'scripts', 'consumers', 'format-alone.mjs'), join(folder, 'format-alone.mjs'));
  checks.check(
    'a format needs no registry',
    result(await run('node', ['format-alone.mjs'], { cwd: folder, seconds: 30 })),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'smg-consumer-'));
try {
  const installed = await installConsumer(folder);
  checks.check('npm installs the tarballs', result(installed));
  if (installed.ok) {
    for (const { name } of packages) {
      const file = join(folder, 'node_modules', name, 'LICENSE');
      checks.check(`${name} carries its licence`, existsSync(file) ? [] : ['no LICENSE in the tarball']);
    }
    await checkModules(folder);
    await checkTypes(folder);
    await checkReadme(folder);
    await checkFormatAlone(folder);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
checks.close();
