import { getReasoningFormat, reasoningFormatNames } from '@smg/reasoning-parsers';
import { getToolFormat, toolFormatNames } from '@smg/tool-parsers';
import { readFlags } from './read-flags.js';

/** `smg formats`: lists what the parsers are called. */
export function formatsCommand(args: readonly string[]): void {
  readFlags(args, {});
  console.log(`Tool parsers:\n${list(toolFormatNames().map(getToolFormat))}\n`);
  console.log(`Reasoning parsers:\n${list(reasoningFormatNames().map(getReasoningFormat))}`);
}

function list(formats: readonly { readonly name: string; readonly aliases: readonly string[] }[]): string {
  // An alias may be listed as a name of its own; each format is told once.
  const byName = new Map(formats.map((format) => [format.name, format.aliases]));
  const width = Math.max(...[...byName.keys()].map((name) => name.length));
  return [...byName]
    .map(([name, aliases]) =>
      `  ${name.padEnd(width)}  ${aliases.length > 0 ? `also: ${aliases.join(', ')}` : ''}`.trimEnd(),
    )
    .join('\n');
}
