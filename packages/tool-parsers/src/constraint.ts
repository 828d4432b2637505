import type { FunctionDeclaration, Tool, ToolChoice, ToolConstraint } from '@smg/parser-core';
import { declarationOf } from './tools.js';

/** The tools a choice demands one of, and whether it names a single one; `undefined` where it demands none. */
export function demandedTools(
  tools: readonly Tool[],
  choice: ToolChoice | undefined,
): { readonly tools: readonly FunctionDeclaration[]; readonly named: boolean } | undefined {
  const declared = tools.map(declarationOf);
  if (choice === 'required') return { tools: declared, named: false };
  if (typeof choice !== 'object' || !choice) return undefined;
  const named = choice.type === 'function';
  if (!named && choice.mode !== 'required') return undefined;
  const chosen = (named ? [choice] : choice.tools).map((one) => {
    const { name } = 'function' in one ? one.function : one;
    const tool = declared.find((tool) => tool.name === name);
    if (tool) return tool;
    throw new TypeError(`tool_choice: no tool "${name}" among ${declared.map((tool) => tool.name).join(', ')}`);
  });
  return { tools: chosen, named };
}

/**
 * The JSON Schema an engine must keep to: the arguments object of a named function, or a list of calls
 * `[{"name", "parameters"}]` where any will do. Definitions of all tools are merged; throws `TypeError` where two
 * tools define the same name otherwise, or where the choice names an undeclared tool.
 */
export function jsonSchemaConstraint(
  tools: readonly Tool[],
  choice: ToolChoice | undefined,
): ToolConstraint | undefined {
  const demanded = demandedTools(tools, choice);
  if (!demanded?.tools.length) return undefined;
  const merged = new Map<string, unknown>();
  const calls = demanded.tools.map(({ name, parameters: schema }) => {
    if (demanded.named) return schema ?? { type: 'object' };
    const { $defs = {}, ...parameters } = (schema || { type: 'object' }) as { readonly $defs?: object };
    for (const [key, definition] of Object.entries($defs)) {
      if (JSON.stringify(merged.get(key) ?? definition) !== JSON.stringify(definition)) {
        throw new TypeError(`$defs: the tools define "${key}" in more than one way`);
      }
      merged.set(key, definition);
    }
    return { properties: { name: { type: 'string', enum: [name] }, parameters }, required: ['name', 'parameters'] };
  });
  const list = { type: 'array', minItems: 1, items: { type: 'object', anyOf: calls } };
  const value = demanded.named ? calls[0] : merged.size ? { ...list, $defs: Object.fromEntries(merged) } : list;
  return { type: 'json_schema', value };
}
