import type { Service } from './options.js';

/** One HTTP request that is being answered. */
export interface Call {
  readonly service: Service;
  readonly request: Request;
  /** What the response calls it in `x-request-id`, and the log too. */
  readonly requestId: string;
  /** The variable parts of the path. */
  readonly params: readonly string[];
}
