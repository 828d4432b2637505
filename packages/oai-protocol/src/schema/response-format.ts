import { z } from 'zod';
import { anyObject, flag, nonEmptyText, object, text } from './fields.js';

/** What the answer must look like, by `type`. */
export const responseFormatSchema = z.discriminatedUnion(
  'type',
  [
    object({ type: z.literal('text') }),
    object({ type: z.literal('json_object') }),
    object({
      type: z.literal('json_schema'),
      json_schema: object({
        name: nonEmptyText(),
        description: text().nullish(),
        // Without one, any JSON object will do.
        schema: anyObject('a JSON Schema object').nullish(),
        strict: flag().nullish(),
      }),
    }),
    // SGLang and vLLM: the tag's own fields are the engine's business.
    object({ type: z.literal('structural_tag') }),
  ],
  'an object',
);

/** What the answer must look like, by `type`. */
export type ResponseFormat = z.output<typeof responseFormatSchema>;
