import { hasReasoningFormat, reasoningFormatNames } from '@smg/reasoning-parsers';
import { hasToolFormat, toolFormatNames } from '@smg/tool-parsers';
import { unknownName } from '../unknown-name.js';

/** Adds a problem for each format name that is not known. */
export function checkFormats(tools: string | undefined, reasoning: string | undefined, problems: string[]): void {
  if (tools !== undefined && !hasToolFormat(tools)) {
    problems.push(unknownName('tool parser', tools, toolFormatNames()));
  }
  if (reasoning !== undefined && !hasReasoningFormat(reasoning)) {
    problems.push(unknownName('reasoning parser', reasoning, reasoningFormatNames()));
  }
}
