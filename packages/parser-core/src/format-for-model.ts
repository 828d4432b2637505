/**
 * A model id as formats' patterns read it: lower case, no organisation, `_ . :` and white space folded to `-`.
 * `Qwen/Qwen2.5-7B-Instruct` becomes `qwen2-5-7b-instruct`.
 */
export function normalizeModelId(modelId: string): string {
  const name = modelId.trim().replace(/\/+$/, '').split('/').pop() ?? '';
  return name.toLowerCase().replace(/[-_.:\s]+/g, '-');
}

/** The first format one of whose patterns matches the model; `undefined` where none does. */
export function formatForModel<Format extends { readonly models: readonly RegExp[] }>(
  formats: readonly Format[],
  modelId: string,
): Format | undefined {
  const id = normalizeModelId(modelId);
  return formats.find((format) => format.models.some((pattern) => pattern.test(id)));
}
