import type { Engine, EngineRequest } from '../engine.js';
import { checkPace, type Pace, play } from '../simulation/play.js';

/** Options of `createReplayEngine`. */
export interface ReplayOptions extends Pace {
  /** What the model wrote: one text for all choices, one for each (over again where there are more), or a function that says. */
  readonly output: string | readonly string[] | ((request: EngineRequest) => string | readonly string[]);
}

/**
 * An engine that plays recorded output, whatever it is asked. It keeps stop strings and `maxTokens`, four UTF-16 units
 * counting as a token; everything else in the request is ignored.
 */
export function createReplayEngine(options: ReplayOptions): Engine {
  checkPace(options);
  return {
    generate(request, signal) {
      const { output } = options;
      const said = typeof output === 'function' ? output(request) : output;
      const texts = typeof said === 'string' ? [said] : said;
      if (texts.length === 0) throw new TypeError('replay needs at least one output');
      const choices = Array.from({ length: request.n }, (_, index) => texts[index % texts.length] ?? '');
      return play(choices, request, options, signal);
    },
  };
}
