import { createChecks } from './checks.mjs';
import { run } from './run.mjs';

const { output } = await run('size-limit', ['--json'], { seconds: 180 });
const checks = createChecks();
const start = output.indexOf('[');
if (start === -1) {
  checks.check('size-limit', [output]);
} else {
  for (const { name, passed, size, sizeLimit } of JSON.parse(output.slice(start, output.lastIndexOf(']') + 1))) {
    const kilobytes = (bytes) => `${(bytes / 1000).toFixed(2)} kB`;
    const text = `${name}: ${kilobytes(size)} of ${kilobytes(sizeLimit)}`;
    // size-limit takes a file that is not there for an empty one, of a size below 0.
    if (size <= 0) checks.check(name, ['not built']);
    else checks.check(text, passed ? [] : ['larger than its limit, minified and gzipped']);
  }
}
checks.close();
