/** Finds stop strings in text that comes in pieces. */
export interface StopStrings {
  /** Reads the next piece and gives the text that is certain; after a match, nothing more. */
  push(text: string): { readonly text: string; readonly matched?: string };
  /** Says that no more text comes: gives what was held. */
  finish(): string;
}

/** A stop string as a Knuth-Morris-Pratt machine; it has no state, so that all choices of a request share it. */
export interface StopMachine {
  readonly stop: string;
  /** For each prefix, the length of its longest proper prefix that is also its suffix. */
  readonly fallback: readonly number[];
}

/** Prepares stop strings to be looked for, in any number of texts. */
export function compileStopStrings(stops: readonly string[]): readonly StopMachine[] {
  return stops.map((stop) => ({ stop, fallback: fallbacks(stop) }));
}

/**
 * Cuts text at the stop string that is complete first (the longest of those that end together), and holds back
 * only what may still become one. Each unit is looked at once per stop string, however long they are.
 * With `include`, the matched string stays in the text.
 */
export function createStopStrings(machines: readonly StopMachine[], options: { include?: boolean } = {}): StopStrings {
  /** Of each stop string, how many of its units the text ends with. */
  const states = machines.map(() => 0);
  let held = '';
  let over = false;

  return {
    push(text) {
      if (over) return { text: '' };
      for (let i = 0; i < text.length; i++) {
        const matched = advance(machines, states, text[i] as string);
        if (matched === undefined) continue;
        over = true;
        const read = held + text.slice(0, i + 1);
        held = '';
        return { text: options.include ? read : read.slice(0, read.length - matched.length), matched };
      }
      let keep = 0;
      for (const state of states) keep = Math.max(keep, state);
      const read = held + text;
      held = read.slice(read.length - keep);
      return { text: read.slice(0, read.length - keep) };
    },
    finish() {
      over = true;
      const rest = held;
      held = '';
      return rest;
    },
  };
}

/** Feeds one unit to every machine; gives the longest stop string that it completes. */
function advance(machines: readonly StopMachine[], states: number[], unit: string): string | undefined {
  let matched: string | undefined;
  for (const [index, { stop, fallback }] of machines.entries()) {
    let state = states[index] ?? 0;
    while (state > 0 && stop[state] !== unit) state = fallback[state - 1] ?? 0;
    if (stop[state] === unit) state++;
    states[index] = state;
    if (state === stop.length && stop.length > (matched?.length ?? 0)) matched = stop;
  }
  return matched;
}

function fallbacks(stop: string): number[] {
  const table = [0];
  let length = 0;
  for (let i = 1; i < stop.length; i++) {
    while (length > 0 && stop[i] !== stop[length]) length = table[length - 1] ?? 0;
    if (stop[i] === stop[length]) length++;
    table.push(length);
  }
  return table;
}
