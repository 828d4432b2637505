import type { ErrorBody } from '../protocol-error.js';
import { object, type Reads, text } from './fields.js';

/** Schema of an error, as a response body or as an SSE frame. */
export const errorBodySchema: Reads<ErrorBody> = object({
  error: object({
    message: text(),
    type: text(),
    param: text().nullable(),
    code: text().nullable(),
  }),
});
