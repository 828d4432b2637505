import { createChecks } from './checks.mjs';
import { run } from './run.mjs';

const { output } = await run('size-limit', ['--json'], { seconds: 180 });
const checks = createChecks();
// Warnings of the bundler may stand around it.
const list = /^\[\n[\s\S]*^\]$/m.exec(output);
if (list === null) {
  checks.check('size-limit', [output]);
} else {
  for (const { name, passed, size, sizeLimit } of JSON.parse(list[0])) {
    const kilobytes = (bytes) => `${(bytes / 1000).toFixed(2)} kB`;
    const text = `${name}: ${kilobytes(size)} of ${kilobytes(sizeLimit)}`;
    // size-limit takes a file that is not there for an empty one, of a size below 0.
    if (size <= 0) checks.check(name, ['not built']);
    else checks.check(text, passed ? [] : ['larger than its limit, minified and gzipped']);
  }
}
checks.close();
