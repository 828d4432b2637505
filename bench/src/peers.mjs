import { hermes } from '@smg/tool-parsers/formats/hermes';
import { qwenXml } from '@smg/tool-parsers/formats/qwen_xml';
import { parse } from 'partial-json';
import { toolInputs, tools } from './inputs.mjs';

/** The longest argument peers are given: they read what they have again with each chunk, so time grows as its square. */
const longest = 10_000;

const upToLongest = (inputs) => inputs.filter(({ steady, units = 0 }) => steady && units <= longest);

/** Units in the parts an AI SDK stream parser gives. */
function unitsOf(parts) {
  let units = 0;
  for (const part of parts) units += (part.delta ?? part.input ?? '').length;
  parts.length = 0;
  return units;
}

/**
 * A protocol of `@ai-sdk-tool/parser`. What it makes is a web stream, which alone costs microseconds a chunk; so that
 * the parser is compared and not the stream, its transformer is taken out and called directly.
 */
function aiSdkProtocol(protocol, format) {
  const declared = tools.map(({ function: { name, parameters } }) => ({
    type: 'function',
    name,
    inputSchema: parameters,
  }));
  return {
    inputs: upToLongest(toolInputs(format)),
    create() {
      const WebStream = globalThis.TransformStream;
      const parts = [];
      let transformer;
      globalThis.TransformStream = class {
        constructor(given) {
          transformer = given;
        }
      };
      try {
        protocol.createStreamParser({ tools: declared, options: {} });
      } finally {
        globalThis.TransformStream = WebStream;
      }
      return { transformer, parts, controller: { enqueue: (part) => parts.push(part) } };
    },
    feed({ transformer, parts, controller }, chunks) {
      let units = 0;
      for (let at = 0; at < chunks.length; at++) {
        transformer.transform({ type: 'text-delta', id: '0', delta: chunks[at] }, controller);
        units += unitsOf(parts);
      }
      return units;
    },
    finish({ transformer, parts, controller }) {
      transformer.transform({ type: 'finish', finishReason: { unified: 'stop' }, usage: {} }, controller);
      return unitsOf(parts);
    },
  };
}

/** `partial-json` as it is used for streamed arguments: everything so far is parsed again with each delta. */
function partialJson() {
  const inputs = upToLongest(toolInputs(hermes)).flatMap((input) => {
    const from = input.head.indexOf('{"path"');
    return from < 0 ? [] : [{ ...input, head: input.head.slice(from), tail: '' }];
  });
  return {
    inputs,
    create: () => ({ json: '' }),
    feed(state, chunks) {
      let units = 0;
      for (let at = 0; at < chunks.length; at++) {
        state.json += chunks[at];
        units += parse(state.json).content?.length ?? 0;
      }
      return units;
    },
    finish: (state) => state.json.length,
  };
}

/** What others do with the same inputs; each is imported only where it runs. */
export const peers = {
  'ai-sdk-tool hermes': async () => aiSdkProtocol((await import('@ai-sdk-tool/parser')).hermesProtocol(), hermes),
  'ai-sdk-tool qwen3coder': async () =>
    aiSdkProtocol((await import('@ai-sdk-tool/parser')).qwen3CoderProtocol(), qwenXml),
  'partial-json': partialJson,
};
