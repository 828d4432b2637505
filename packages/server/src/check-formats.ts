import type { ReasoningFormat, ToolFormat } from '@smg/parser-core';
import { hasReasoningFormat, reasoningFormatNames } from '@smg/reasoning-parsers';
import { hasToolFormat, toolFormatNames } from '@smg/tool-parsers';
import { unknownName } from './unknown-name.js';

/** Adds a problem for each format that is no known name, and no format itself. */
export function checkFormats(
  tools: string | ToolFormat | undefined,
  reasoning: string | ReasoningFormat | undefined,
  problems: string[],
): void {
  if (typeof tools === 'string') {
    if (!hasToolFormat(tools)) problems.push(unknownName('tool parser', tools, toolFormatNames()));
  } else if (tools !== undefined && typeof tools?.createParser !== 'function') {
    problems.push('toolParser must be the name of a format, or a format.');
  }
  if (typeof reasoning === 'string') {
    if (!hasReasoningFormat(reasoning)) {
      problems.push(unknownName('reasoning parser', reasoning, reasoningFormatNames()));
    }
  } else if (reasoning !== undefined && typeof reasoning?.createParser !== 'function') {
    problems.push('reasoningParser must be the name of a format, or a format.');
  }
}
