import { pipe } from '@smg/parser-core';
import { deepseekR1 } from '@smg/reasoning-parsers/formats/deepseek_r1';
import { qwen3 } from '@smg/reasoning-parsers/formats/qwen3';
import { deepseek31 } from '@smg/tool-parsers/formats/deepseek31';
import { hermes } from '@smg/tool-parsers/formats/hermes';
import { pythonic } from '@smg/tool-parsers/formats/pythonic';
import { qwenXml } from '@smg/tool-parsers/formats/qwen_xml';
import { pipeInputs, reasoningInputs, toolInputs, tools } from './inputs.mjs';

// The most a 4-character chunk may cost, as a multiple of the plain scan's.
const text = 4;
const json = 6;
const typed = 9;
// The most a pipe may cost, as a multiple of what its parts cost alone.
const pipeOverParts = 1.2;

function unitsOf({ normalText, reasoningText, calls }) {
  let units = normalText.length + reasoningText.length;
  for (let at = 0; at < calls.length; at++) units += calls[at].arguments.length;
  return units;
}

/** A subject is fed chunks and says how many units came out, so that nothing it does can be left out. */
function subject(create) {
  return {
    create,
    feed(parser, chunks) {
      let units = 0;
      for (let at = 0; at < chunks.length; at++) units += unitsOf(parser.push(chunks[at]));
      return units;
    },
    finish: (parser) => unitsOf(parser.finish()),
  };
}

const toolParser = (format) => subject(() => format.createParser({ tools }));
const ofTools = (format, limits) => () => ({
  ...toolParser(format),
  inputs: toolInputs(format),
  textLimit: text,
  ...limits,
});
const ofReasoning = (format, toolFormat) => () => ({
  ...subject(() => format.createParser()),
  inputs: reasoningInputs(format, toolFormat),
  textLimit: text,
});
const ofPipe = (format, toolFormat) => () => ({
  ...subject(() => pipe(format.createParser(), toolFormat.createParser({ tools }))),
  inputs: pipeInputs(format, toolFormat),
  partsLimit: pipeOverParts,
  parts: [subject(() => format.createParser()), toolParser(toolFormat)],
});

/** What is measured, each in a process of its own. */
export const subjects = {
  // `wholeLimit`: the least a whole output at once must reach, in Mchar/s.
  hermes: ofTools(hermes, { argumentLimit: json, wholeLimit: 200 }),
  deepseek31: ofTools(deepseek31, { argumentLimit: json }),
  qwen_xml: ofTools(qwenXml, { argumentLimit: typed }),
  pythonic: ofTools(pythonic, { argumentLimit: typed }),
  qwen3: ofReasoning(qwen3, hermes),
  deepseek_r1: ofReasoning(deepseekR1, deepseek31),
  'qwen3→hermes': ofPipe(qwen3, hermes),
};
