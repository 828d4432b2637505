import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const windows = process.platform === 'win32';

const environment = {
  ...process.env,
  PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
  NO_COLOR: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
};
delete environment.FORCE_COLOR;

/** The process groups that are running now; they go when we go. */
const running = new Set();

function stop(child) {
  try {
    if (windows) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

function stopAll(signal) {
  for (const child of running) stop(child);
  process.exit(signals[signal]);
}

// Listened to only while something runs: later, what a signal does is for others to say.
function started(child) {
  if (running.size === 0) for (const signal of Object.keys(signals)) process.on(signal, stopAll);
  running.add(child);
}

function ended(child) {
  running.delete(child);
  if (running.size === 0) for (const signal of Object.keys(signals)) process.off(signal, stopAll);
}

/**
 * Runs a command to its end, for at most `seconds`, and gives what it printed.
 *
 * Commands of `node_modules/.bin` are found by name. The command has a process group of its own, so that whatever it
 * started ends with it. `show: true` prints its output as it comes.
 */
export function run(command, args, { cwd = root, seconds, show = false }) {
  return new Promise((resolve) => {
    const child = spawn(command === 'node' ? process.execPath : command, args, {
      cwd,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: !windows,
      shell: windows,
    });
    started(child);
    let output = '';
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      stop(child);
    }, seconds * 1000);
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.setEncoding('utf8');
      from.on('data', (text) => {
        output += text;
        if (show) to.write(text);
      });
    }
    const end = (code, note) => {
      clearTimeout(timer);
      ended(child);
      resolve({ ok: code === 0, output: note === undefined ? output : `${output}\n${note}\n` });
    };
    child.on('error', (error) => end(1, error.message));
    child.on('close', (code, signal) => {
      if (timedOut) end(1, `${command} was stopped after ${seconds} s.`);
      else end(code ?? 1, signal === null ? undefined : `${command} ended by ${signal}.`);
    });
  });
}
