import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Whether a module is what `node` was started with. */
export function isMain(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}

/** The line a run of checks ends with, alone on its line. */
export function countsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The counts of the last such line in a text; `undefined` where there is none. */
export function readCounts(text) {
  const last = [...text.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  if (last === undefined) return undefined;
  const [passed, failed, skipped] = last.slice(1).map(Number);
  return { passed, failed, skipped };
}

/** Counts named checks as they are made; `close` prints the counts and sets the exit code. */
export function createChecks() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  return {
    /** Notes one check; `problems` is what is wrong, empty where nothing is. */
    check(name, problems) {
      if (problems.length === 0) {
        counts.passed += 1;
        console.log(`ok ${name}`);
        return;
      }
      counts.failed += 1;
      console.log(`FAILED ${name}`);
      for (const problem of problems) console.log(`  ${problem.trimEnd().replaceAll('\n', '\n  ')}`);
    },
    close() {
      if (counts.passed + counts.failed === 0) {
        counts.failed = 1;
        console.log('FAILED nothing was checked');
      }
      console.log(countsLine(counts));
      process.exitCode = counts.failed === 0 ? 0 : 1;
    },
  };
}
