import type { FunctionDeclaration, Tool } from '@smg/parser-core';

/** The function a tool declares, whether it is written nested (chat completions) or flat (responses). */
export function declarationOf(tool: Tool): FunctionDeclaration {
  return 'function' in tool ? tool.function : tool;
}

/** The declared functions by name; `undefined` where no tools were given. */
export function declarationsOf(
  tools: readonly Tool[] | undefined,
): ReadonlyMap<string, FunctionDeclaration> | undefined {
  if (tools === undefined || tools.length === 0) return undefined;
  return new Map(tools.map((tool) => [declarationOf(tool).name, declarationOf(tool)]));
}
