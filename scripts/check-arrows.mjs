import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { createChecks } from './checks.mjs';
import { entryPoints, filesUnder, publishedPackages } from './packages.mjs';

/** Which of our packages each package may stand on; `types:` allows type imports alone. A new package needs a line. */
const arrows = {
  '@smg/parser-core': [],
  '@smg/tool-parsers': ['@smg/parser-core'],
  '@smg/reasoning-parsers': ['@smg/parser-core'],
  '@smg/chat-template': [],
  '@smg/tokenizer': [],
  '@smg/oai-protocol': ['types:@smg/parser-core'],
  '@smg/sse': [],
  '@smg/tito': [],
  '@smg/rollout': ['@smg/tito', '@smg/oai-protocol', '@smg/sse'],
  '@smg/server': [
    '@smg/parser-core',
    '@smg/tool-parsers',
    '@smg/reasoning-parsers',
    '@smg/chat-template',
    '@smg/tokenizer',
    '@smg/oai-protocol',
    '@smg/sse',
    '@smg/tito',
  ],
};

const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The imports of a TypeScript file: what is named, and whether types alone are taken. */
function sourceImports(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found = [];
  const add = (literal, typeOnly) => found.push({ specifier: literal.text, typeOnly });
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.arguments.length > 0 && ts.isStringLiteralLike(node.arguments[0])) {
      const callee = node.expression;
      const loads =
        callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
      if (loads) add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What is wrong with one import; `undefined` if nothing. */
function problemOf({ specifier, typeOnly }, file, { name, folder, manifest }) {
  if (specifier.startsWith('.')) return undefined;
  const say = (what) => `${relative(folder, file)} imports ${specifier}: ${what}`;
  if (isBuiltin(specifier)) {
    const path = relative(join(folder, 'src'), file);
    const mayUseNode = name === '@smg/server' || path === 'node.ts' || path.startsWith('node/');
    return mayUseNode ? undefined : say('node built-ins belong in @smg/server or a /node subpath');
  }
  const target = packageOf(specifier);
  if (target === name) return say('a package does not import itself by name');
  if (!(target in { ...manifest.dependencies, ...manifest.peerDependencies })) return say('not a declared dependency');
  if (!target.startsWith('@smg/')) return undefined;
  const allowed = arrows[name];
  if (allowed.includes(target) || (typeOnly && allowed.includes(`types:${target}`))) return undefined;
  return say('the arrows between packages do not allow it');
}

/** The source files that `file` stands on at run time, itself included. */
function closure(file, importsOf, reach = new Set()) {
  if (reach.has(file)) return reach;
  reach.add(file);
  for (const { specifier, typeOnly } of importsOf(file)) {
    if (typeOnly || !specifier.startsWith('.')) continue;
    const path = resolve(dirname(file), specifier);
    const next = [path, path.replace(/\.js$/, '.ts')].find((candidate) => existsSync(candidate));
    if (next !== undefined) closure(next, importsOf, reach);
  }
  return reach;
}

/** Formats that stand on a module which itself gathers formats, as the registry does. */
function formatsOnRegistry({ folder }, files, importsOf) {
  const formats = join(folder, 'src', 'formats');
  const isFormat = (file) => dirname(file) === formats;
  return files.filter(isFormat).flatMap((format) =>
    [...closure(format, importsOf)]
      .filter((file) => !isFormat(file))
      .filter((file) => importsOf(file).some(({ specifier }) => dirname(resolve(dirname(file), specifier)) === formats))
      .map((file) => `${relative(folder, format)} stands on ${relative(folder, file)}, which imports formats`),
  );
}

/** The imports of a built file; tsup writes them one to a statement. */
function builtImports(file) {
  return ts
    .preProcessFile(readFileSync(file, 'utf8'), true, true)
    .importedFiles.map(({ fileName }) => ({ specifier: fileName, typeOnly: false }));
}

/** What is built in against the rules: foreign code in the bundle, or an optional peer that the main entry loads. */
function builtProblems(published) {
  const { name, folder, manifest } = published;
  const built = filesUnder(join(folder, 'dist'));
  const missing = entryPoints(published).filter((entry) => !built.includes(join(folder, entry.import)));
  if (missing.length > 0) return missing.map(({ specifier }) => `${specifier} is not built`);
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
  const strangers = built
    .filter((file) => /\.c?js$/.test(file))
    .flatMap((file) => builtImports(file).map(({ specifier }) => ({ specifier, file: relative(folder, file) })))
    .filter(({ specifier }) => !specifier.startsWith('.') && !(isBuiltin(specifier) && name === '@smg/server'))
    .filter(({ specifier, file }) => !(isBuiltin(specifier) && /^dist\/node\./.test(file)))
    .filter(({ specifier }) => !(packageOf(specifier) in declared))
    .map(({ specifier, file }) => `${file} imports ${specifier}`);
  const bundled = built
    .filter((file) => file.endsWith('.map'))
    .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')).sources.map((source) => ({ source, file })))
    .filter(({ source }) => source.includes('node_modules') || /^(\.\.\/)+[\w-]+\/src\//.test(source))
    .map(({ source, file }) => `${relative(folder, file)} has ${source} bundled in`);
  const optional = Object.keys(manifest.peerDependenciesMeta ?? {});
  const main = entryPoints(published).find(({ specifier }) => specifier === name);
  const loaded = [...closure(join(folder, main.import), builtImports)].flatMap(builtImports);
  const peers = optional
    .filter((peer) => loaded.some(({ specifier }) => packageOf(specifier) === peer))
    .map((peer) => `the main entry loads the optional peer ${peer}`);
  return [...strangers, ...bundled, ...peers];
}

const checks = createChecks();
for (const published of publishedPackages()) {
  const { name, folder } = published;
  if (arrows[name] === undefined) {
    checks.check(`${name}: arrows`, ['has no line in scripts/check-arrows.mjs']);
    continue;
  }
  const cache = new Map();
  const importsOf = (file) => {
    if (!cache.has(file)) cache.set(file, sourceImports(file));
    return cache.get(file);
  };
  const files = filesUnder(join(folder, 'src')).filter((file) => file.endsWith('.ts'));
  const problems = files.flatMap((file) => importsOf(file).map((found) => problemOf(found, file, published)));
  checks.check(
    `${name}: arrows`,
    problems.filter((problem) => problem !== undefined),
  );
  checks.check(`${name}: built files`, builtProblems(published));
  if (existsSync(join(folder, 'src', 'formats'))) {
    checks.check(`${name}: formats stand without the registry`, formatsOnRegistry(published, files, importsOf));
  }
}
checks.close();
