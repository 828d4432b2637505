import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { createChecks } from './checks.mjs';
import { entryPoints, publishedPackages } from './packages.mjs';
import { root } from './run.mjs';

// The names that each entry point exports, types included, against scripts/exports.json: nothing appears or goes by
// accident. `--update` writes the file.
const snapshot = join(root, 'scripts', 'exports.json');
const update = process.argv.includes('--update');
const require = createRequire(import.meta.url);

const entries = publishedPackages().flatMap((published) =>
  entryPoints(published).map((entry) => ({ ...entry, folder: published.folder })),
);

const program = ts.createProgram(
  entries.map(({ folder, types }) => join(folder, types)),
  {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    types: [],
    noEmit: true,
  },
);
const checker = program.getTypeChecker();

/** The names a declaration file exports: `{ values, types }`. */
function declaredNames(file) {
  const symbol = checker.getSymbolAtLocation(program.getSourceFile(file));
  const names = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
  const isValue = (name) => {
    const target = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
    return (target.flags & ts.SymbolFlags.Value) !== 0;
  };
  return {
    values: names.filter(isValue).map(({ name }) => name),
    types: names.filter((name) => !isValue(name)).map(({ name }) => name),
  };
}

const difference = (left, right) => left.filter((name) => !right.includes(name));

/** How two lists of names differ, in words; empty where they do not. */
function compare(found, expected, where) {
  return [
    ...difference(found, expected).map((name) => `${name} is new: ${where} does not have it`),
    ...difference(expected, found).map((name) => `${name} is gone: ${where} has it`),
  ];
}

const checks = createChecks();
const committed = update ? {} : JSON.parse(readFileSync(snapshot, 'utf8'));
const found = {};
for (const { specifier, folder, ...entry } of entries) {
  const missing = [entry.types, entry.import, entry.require].filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) {
    checks.check(`${specifier}: exports`, [`not built: ${missing.join(', ')}`]);
    continue;
  }
  const { values, types } = declaredNames(join(folder, entry.types));
  const esm = Object.keys(await import(pathToFileURL(join(folder, entry.import)).href));
  const cjs = Object.keys(require(join(folder, entry.require)));
  found[specifier] = [...values, ...types.map((name) => `type ${name}`)].sort();
  checks.check(`${specifier}: exports`, [
    ...compare(esm, values, 'the declaration file'),
    ...compare(cjs, esm, 'the ES module'),
    ...(update ? [] : compare(found[specifier], committed[specifier] ?? [], 'scripts/exports.json')),
  ]);
}
if (update) {
  writeFileSync(snapshot, `${JSON.stringify(found, null, 2)}\n`);
} else {
  const gone = difference(Object.keys(committed), Object.keys(found));
  checks.check(
    'no entry point is gone',
    gone.map((specifier) => `${specifier} is gone: scripts/exports.json has it`),
  );
  console.log('Where a change is meant: npm run exports:update');
}
checks.close();
