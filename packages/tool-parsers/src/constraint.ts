import type { FunctionDeclaration, Tool, ToolChoice, ToolConstraint } from '@smg/parser-core';
import { declarationOf } from './tools.js';

/** The tools a choice demands one of, and whether it names a single one; `undefined` where it demands none. */
export function demandedTools(
  tools: readonly Tool[],
  toolChoice: ToolChoice | undefined,
): { readonly tools: readonly FunctionDeclaration[]; readonly named: boolean } | undefined {
  const declared = tools.map(declarationOf);
  if (toolChoice === undefined || toolChoice === 'auto' || toolChoice === 'none') return undefined;
  if (toolChoice === 'required') return { tools: declared, named: false };
  if (toolChoice.type === 'function') {
    return { tools: [find(declared, nameOf(toolChoice))], named: true };
  }
  if (toolChoice.mode !== 'required') return undefined;
  return { tools: toolChoice.tools.map((tool) => find(declared, nameOf(tool))), named: false };
}

function nameOf(tool: { readonly name: string } | { readonly function: { readonly name: string } }): string {
  return 'function' in tool ? tool.function.name : tool.name;
}

function find(declared: readonly FunctionDeclaration[], name: string): FunctionDeclaration {
  const found = declared.find((tool) => tool.name === name);
  if (found !== undefined) return found;
  throw new TypeError(
    `tool_choice names "${name}", which is not among the tools: ${declared.map((tool) => tool.name).join(', ')}`,
  );
}

/**
 * The JSON Schema an engine must keep to: the arguments object of a named function, or a list of calls
 * `[{"name", "parameters"}]` where any will do. Definitions of all tools are merged; throws `TypeError` where two
 * tools define the same name otherwise, or where the choice names an undeclared tool.
 */
export function jsonSchemaConstraint(
  tools: readonly Tool[],
  toolChoice: ToolChoice | undefined,
): ToolConstraint | undefined {
  const demanded = demandedTools(tools, toolChoice);
  if (demanded === undefined || demanded.tools.length === 0) return undefined;
  if (demanded.named) return { type: 'json_schema', value: demanded.tools[0]!.parameters ?? { type: 'object' } };
  const definitions = new Map<string, unknown>();
  const calls = demanded.tools.map((tool) => {
    const { $defs, ...parameters } = (typeof tool.parameters === 'object' && tool.parameters) || {
      type: 'object' as unknown,
    };
    for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, unknown>)) {
      if (definitions.has(name) && JSON.stringify(definitions.get(name)) !== JSON.stringify(definition)) {
        throw new TypeError(`the tools define "${name}" in $defs in more than one way`);
      }
      definitions.set(name, definition);
    }
    return {
      properties: { name: { type: 'string', enum: [tool.name] }, parameters },
      required: ['name', 'parameters'],
    };
  });
  return {
    type: 'json_schema',
    value: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', anyOf: calls },
      ...(definitions.size > 0 ? { $defs: Object.fromEntries(definitions) } : undefined),
    },
  };
}
