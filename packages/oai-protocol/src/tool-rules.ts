import { invalidRequest } from './protocol-error.js';
import type { ChatTool, ChatToolChoice } from './schema/tools.js';

/** What the caller called the two fields; the deprecated names are `functions` and `function_call`. */
interface ToolParams {
  readonly tools: 'tools' | 'functions';
  readonly choice: 'tool_choice' | 'function_call';
}

/** Refuses tools that share a name, and a choice that names what was not offered. */
export function checkTools(
  tools: readonly ChatTool[] | undefined,
  choice: ChatToolChoice | undefined,
  params: ToolParams,
): void {
  const names = new Set<string>();
  for (const [index, tool] of (tools ?? []).entries()) {
    const { name } = tool.function;
    if (names.has(name)) {
      const param = params.tools === 'tools' ? `tools[${index}].function.name` : `functions[${index}].name`;
      throw invalidRequest(`Invalid '${param}': there is another tool named '${name}'; names must differ.`, { param });
    }
    names.add(name);
  }
  if (choice === undefined || choice === 'none' || choice === 'auto') return;
  if (names.size === 0) {
    const message = `Invalid '${params.choice}': without '${params.tools}' it can only be 'none' or 'auto'.`;
    throw invalidRequest(message, { param: params.choice });
  }
  if (choice === 'required') return;
  if (choice.type === 'function') {
    const param = params.choice === 'tool_choice' ? 'tool_choice.function.name' : 'function_call.name';
    checkOffered(choice.function.name, names, param, params.tools);
    return;
  }
  for (const [index, { name }] of choice.tools.entries()) {
    checkOffered(name, names, `tool_choice.tools[${index}].name`, params.tools);
  }
}

function checkOffered(name: string, names: ReadonlySet<string>, param: string, tools: string): void {
  if (names.has(name)) return;
  const some = [...names].slice(0, 20).map((known) => `'${known}'`);
  const rest = names.size > some.length ? ', …' : '';
  throw invalidRequest(`Invalid '${param}': no tool '${name}' in '${tools}'; expected ${some.join(', ')}${rest}.`, {
    param,
  });
}
