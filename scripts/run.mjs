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

function kill(child, signal) {
  try {
    if (windows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

// Politely first: a script of ours has commands of its own to stop.
function stop(child) {
  kill(child, 'SIGTERM');
  setTimeout(() => kill(child, 'SIGKILL'), 3000).unref();
}

/** What runs now; it goes when we go. */
const running = new Set();
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
let exitCode;

function stopAll(signal) {
  exitCode = signals[signal];
  for (const child of running) stop(child);
  setTimeout(() => process.exit(exitCode), 4000).unref();
}

// Signals are listened to only while something runs: later, what they do is for others to say.
function begin(child) {
  if (running.size === 0) for (const signal of Object.keys(signals)) process.on(signal, stopAll);
  running.add(child);
}

function end(child) {
  running.delete(child);
  if (running.size > 0) return;
  for (const signal of Object.keys(signals)) process.off(signal, stopAll);
  if (exitCode !== undefined) process.exit(exitCode);
}

/**
 * Runs a command to its end, for at most `seconds`; gives whether it went well and what it printed.
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
    begin(child);
    let output = '';
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
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      stop(child);
    }, seconds * 1000);
    const finish = (ok, note = '') => {
      clearTimeout(timer);
      kill(child, 'SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      end(child);
      resolve({ ok, output: output + note });
    };
    const finishWith = (code, signal) => {
      if (timedOut) finish(false, `\n${command} was stopped after ${seconds} s.\n`);
      else finish(code === 0, signal === null ? '' : `\n${command} ended by ${signal}.\n`);
    };
    child.on('error', (error) => finish(false, error.message));
    child.on('close', finishWith);
    // Something it left behind may keep its output open for ever.
    child.on('exit', (code, signal) => setTimeout(finishWith, 5000, code, signal).unref());
  });
}
