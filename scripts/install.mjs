import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMain } from './checks.mjs';
import { root, run } from './run.mjs';

const stamp = join(root, 'node_modules', '.smg-install-stamp');

/** Every folder of the workspace that has a package.json, the top one first. */
function workspaceFolders() {
  const under = (folder) =>
    existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => join(folder, name)) : [];
  return ['.', ...under('packages'), ...under('examples'), 'bench', 'docs'].filter((folder) =>
    existsSync(join(root, folder, 'package.json')),
  );
}

/** A digest of all that decides what an install would bring. */
function wanted() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  const files = workspaceFolders().map((folder) => join(folder, 'package.json'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...files]) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function isInstalled() {
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted()) return false;
  return workspaceFolders().every((folder) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    );
    const names = Object.keys({ ...dependencies, ...devDependencies });
    return names.every((name) => existsSync(join(root, folder, 'node_modules', name, 'package.json')));
  });
}

/**
 * Installs exactly what the lockfile says, unless that is there already. Needs neither pnpm nor corepack: npx fetches
 * the pnpm that package.json pins.
 */
export async function install({ show = false } = {}) {
  if (isInstalled()) return { ok: true, output: 'nothing to install' };
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // From another folder, where npx does not find the pnpm in node_modules: one that recreates node_modules would delete
  // itself.
  const pnpm = ['--yes', '--prefer-offline', packageManager, '--dir', root];
  const args = [...pnpm, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false'];
  const result = await run('npx', args, { cwd: tmpdir(), seconds: 420, show });
  if (result.ok) writeFileSync(stamp, wanted());
  return result;
}

if (isMain(import.meta.url)) {
  const { ok, output } = await install();
  console.log(output);
  process.exitCode = ok ? 0 : 1;
}
