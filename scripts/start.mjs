// What `npm start` runs. package.json starts it with `exec`, so that npm's signals reach this process and not a shell
// around it; the second half of that line is for Windows, which has no `exec`.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install } from './install.mjs';
import { root, run } from './run.mjs';

const host = process.env.HOST || '127.0.0.1';
const port = process.env.PORT || '3000';

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Ends with a message if something listens on the port already; before the install, which takes longer. */
async function checkPort() {
  if (!/^\d+$/.test(port) || Number(port) > 65_535) fail(`PORT must be a number from 0 to 65535, not "${port}".`);
  const error = await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen(Number(port), host, () => probe.close(() => resolve(undefined)));
  });
  if (error === undefined) return;
  if (error.code === 'EADDRINUSE') {
    fail(
      `Port ${port} of ${host} is taken. Stop what listens there, or choose another: PORT=${Number(port) + 1} npm start`,
    );
  }
  fail(`Cannot listen on ${host}:${port}: ${error.message}`);
}

if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node 20 or newer is needed; this is ${process.version}.`);
await checkPort();

const installed = await install({ show: true });
if (!installed.ok) fail('The install failed.');
const built = await run('turbo', ['run', 'build', '--filter=@smg/server', '--output-logs=errors-only'], {
  seconds: 420,
});
if (!built.ok) fail(`${built.output}\nThe build failed.`);

// Ctrl-C in a terminal comes twice, from the terminal and then from npm. The repeat must find us still here: in the last
// moments of a process nobody listens, and it would die of the signal in place of exiting with 0.
process.on('SIGINT', () => setTimeout(() => {}, 300));

// An npm that is killed hard passes nothing on, and the port would stay taken.
const parent = process.ppid;
if (process.env.npm_lifecycle_event === 'start') {
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGINT');
  }, 1000).unref();
}

const cli = join(root, 'packages', 'server', 'dist', 'cli.js');
const defaults = ['--engine', 'simulated', '--tool-parser', 'hermes', '--reasoning-parser', 'qwen3'];
process.argv = [process.argv[0], cli, 'serve', ...defaults, '--host', host, '--port', port];
await import(pathToFileURL(cli).href);
