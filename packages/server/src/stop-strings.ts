/** Finds stop strings in text that comes in pieces. */
export interface StopStrings {
  /** Reads the next piece and gives the text that is certain; after a match, nothing more. */
  push(text: string): { readonly text: string; readonly matched?: string };
  /** Says that no more text comes: gives what was held. */
  finish(): string;
}

/** A stop string as a Knuth-Morris-Pratt machine. */
interface StopMachine {
  readonly stop: string;
  /** For each prefix, the length of its longest proper prefix that is also its suffix. */
  readonly fallback: readonly number[];
  /** How many units of `stop` the text ends with. */
  state: number;
}

/**
 * Cuts text at the stop string that is complete first (the longest of those that end together), and holds back
 * only what may still become one. Each unit is looked at once per stop string, however long they are.
 * With `include`, the matched string stays in the text.
 */
export function createStopStrings(stops: readonly string[], options: { include?: boolean } = {}): StopStrings {
  const machines = stops.map((stop): StopMachine => ({ stop, fallback: fallbacks(stop), state: 0 }));
  let held = '';
  let over = false;

  return {
    push(text) {
      if (over) return { text: '' };
      for (let i = 0; i < text.length; i++) {
        const matched = advance(machines, text[i] as string);
        if (matched === undefined) continue;
        over = true;
        const read = held + text.slice(0, i + 1);
        held = '';
        return { text: options.include ? read : read.slice(0, read.length - matched.length), matched };
      }
      let keep = 0;
      for (const machine of machines) keep = Math.max(keep, machine.state);
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
function advance(machines: readonly StopMachine[], unit: string): string | undefined {
  let matched: string | undefined;
  for (const machine of machines) {
    const { stop, fallback } = machine;
    let state = machine.state;
    while (state > 0 && stop[state] !== unit) state = fallback[state - 1] ?? 0;
    if (stop[state] === unit) state++;
    machine.state = state;
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
