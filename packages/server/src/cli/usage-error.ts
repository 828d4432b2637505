/** A command line that cannot be run; each problem is a sentence for the person who typed it. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
