import { invalidRequest } from '@smg/oai-protocol';

/** The most values and characters of one sample: a schema may demand more than any machine has. */
const most = 100_000;
/** The deepest a sample may nest; a schema that must contain itself has no end. */
const deepest = 200;

/** What one sample may still cost. */
export interface Budget {
  /** Takes a number of values or characters. Throws a `ProtocolError` of status 400 where there are not so many left. */
  spend(units: number): void;
  /** Throws a `ProtocolError` of status 400 for a value that lies too deep. */
  checkDepth(depth: number): void;
}

/** Makes the budget of one sample; `subject` is what the schema is called in errors. */
export function createBudget(subject: string): Budget {
  let left = most;
  return {
    spend(units) {
      left -= units;
      if (left < 0) {
        throw invalidRequest(
          `${subject} demands more than ${most} values and characters, which is more than is simulated.`,
        );
      }
    },
    checkDepth(depth) {
      if (depth > deepest) {
        throw invalidRequest(`${subject} demands values nested more than ${deepest} deep; does it require itself?`);
      }
    },
  };
}
