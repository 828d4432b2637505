import { asEngine, type Engine, type EngineChunk, type EngineFunction } from './engine.js';

/**
 * Makes an engine that yields new text of one that yields, each time, all the text so far.
 *
 * A chunk with no text, or with less than was seen, adds nothing (engines refresh their metadata that way, and cut a
 * stop string off at the end). U+FFFD at the end of a text is held back, because half a character is decoded to it
 * until the other half comes. A chunk that contradicts what was already passed on throws: nothing sent is taken back.
 */
export function fromCumulative(engine: Engine | EngineFunction): Engine {
  const source = asEngine(engine);
  return {
    ...(source.close && { close: () => source.close?.() ?? Promise.resolve() }),
    async *generate(request, signal) {
      const choices = new Map<number, { sent: string; held: string }>();
      for await (const value of source.generate(request, signal)) {
        const chunk: EngineChunk = typeof value === 'string' ? { text: value } : value;
        if (typeof chunk?.text !== 'string') {
          yield chunk;
          continue;
        }
        const index = chunk.index ?? 0;
        const sent = choices.get(index)?.sent ?? '';
        const settled = chunk.finishReason ? chunk.text : chunk.text.slice(0, settledLength(chunk.text));
        const { text: _, ...rest } = chunk;
        if (settled.startsWith(sent)) {
          choices.set(index, { sent: settled, held: chunk.text.slice(settled.length) });
          yield settled === sent ? rest : { ...rest, text: settled.slice(sent.length) };
        } else if (sent.startsWith(settled)) {
          yield rest;
        } else {
          throw new Error('the engine changed text it had already given out, so its text is not cumulative');
        }
      }
      for (const [index, { held }] of choices) if (held !== '') yield { index, text: held };
    },
  };
}

/** The length of a text without the U+FFFD it ends with. */
function settledLength(text: string): number {
  let length = text.length;
  while (text[length - 1] === '\uFFFD') length--;
  return length;
}
