/** What an error is about, as clients tell them apart. */
export type ProtocolErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'not_found_error'
  | 'rate_limit_error'
  | 'server_error';

/** An error as it stands in a response body or in an SSE frame. */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    /** The request field it concerns, as in `messages[1].role`. */
    readonly param: string | null;
    readonly code: string | null;
  };
}

/** What a `ProtocolError` is made of. */
export interface ProtocolErrorDetails {
  /** HTTP status, 400..599; anything else is read as 500. */
  readonly status: number;
  readonly message: string;
  /** By default what the status means: see `errorTypeOf`. */
  readonly type?: ProtocolErrorType | undefined;
  readonly code?: string | null | undefined;
  readonly param?: string | null | undefined;
  readonly cause?: unknown;
}

/** The error type that goes with an HTTP status. */
export function errorTypeOf(status: number): ProtocolErrorType {
  if (status === 401 || status === 403) return 'authentication_error';
  if (status === 404) return 'not_found_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

/** An error with an HTTP status, and an OpenAI error object as its JSON. Tell it by `isProtocolError`, not by `instanceof`. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly status: number;
  readonly type: ProtocolErrorType;
  readonly code: string | null;
  readonly param: string | null;

  constructor(details: ProtocolErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = isErrorStatus(details.status) ? details.status : 500;
    this.type = details.type ?? errorTypeOf(this.status);
    this.code = details.code ?? null;
    this.param = details.param ?? null;
  }

  /** The response body: `JSON.stringify(error)` is what a client reads. */
  toJSON(): ErrorBody {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

/** Whether a value is a `ProtocolError`, also one made by another copy of this package. */
export function isProtocolError(value: unknown): value is ProtocolError {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const error = value as Partial<ProtocolError>;
    return error.name === 'ProtocolError' && isErrorStatus(error.status) && typeof error.toJSON === 'function';
  } catch {
    // A field that throws when it is read is none of ours.
    return false;
  }
}

function isErrorStatus(status: unknown): status is number {
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599;
}

/**
 * Any thrown value as a `ProtocolError`. An error with a `status` of 400..599 (and a `code`, a `param`) keeps them and its
 * message; everything else is a 500 that says nothing of the inside, with the value as its `cause`.
 */
export function toProtocolError(thrown: unknown): ProtocolError {
  if (isProtocolError(thrown)) return thrown;
  if (typeof thrown !== 'object' || thrown === null) return serverError(undefined, thrown);
  try {
    const { status, message, code, param } = thrown as Record<string, unknown>;
    if (!isErrorStatus(status)) return serverError(undefined, thrown);
    return new ProtocolError({
      status,
      message: typeof message === 'string' && message !== '' ? message : `The request failed with status ${status}.`,
      code: typeof code === 'string' ? code : null,
      param: typeof param === 'string' ? param : null,
      cause: thrown,
    });
  } catch {
    return serverError(undefined, thrown);
  }
}

/** The OpenAI error object of any thrown value; never throws, whatever the value. */
export function errorBody(thrown: unknown): ErrorBody {
  try {
    // An error of another copy of this package may have any `toJSON`.
    const { message, type, param, code } = toProtocolError(thrown).toJSON().error;
    if (typeof message === 'string' && typeof type === 'string') {
      return { error: { message, type, param: textOrNull(param), code: textOrNull(code) } };
    }
  } catch {
    // Told below.
  }
  return serverError().toJSON();
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** 400: the request is not one that can be answered. */
export function invalidRequest(
  message: string,
  details: { readonly param?: string | null | undefined; readonly code?: string | undefined } = {},
): ProtocolError {
  return new ProtocolError({ status: 400, message, code: details.code ?? 'invalid_value', param: details.param });
}

/** 400: the body is not JSON. */
export function invalidJson(reason?: string): ProtocolError {
  const message = `The request body is not valid JSON${reason ? `: ${reason}` : ''}.`;
  return new ProtocolError({ status: 400, message, code: 'json_parse_error' });
}

/** 401: the API key is missing or wrong. */
export function unauthorized(
  message = 'Incorrect or missing API key: send it as `Authorization: Bearer <key>`.',
): ProtocolError {
  return new ProtocolError({ status: 401, message, code: 'invalid_api_key' });
}

/** 404: there is nothing at this path. */
export function notFound(message = 'There is nothing at this path.', code = 'not_found'): ProtocolError {
  return new ProtocolError({ status: 404, message, code });
}

/** 404: the model is not served here. */
export function modelNotFound(model: string): ProtocolError {
  return new ProtocolError({
    status: 404,
    message: `The model '${model}' does not exist.`,
    code: 'model_not_found',
    param: 'model',
  });
}

/** 405: the path exists, but not for this method. */
export function methodNotAllowed(method: string, allowed: readonly string[]): ProtocolError {
  const message = `Method ${method} is not allowed here; allowed: ${allowed.join(', ')}.`;
  return new ProtocolError({ status: 405, message, code: 'method_not_allowed' });
}

/** 413: the body is larger than the server takes. */
export function payloadTooLarge(maxBytes: number): ProtocolError {
  const message = `The request body is larger than ${maxBytes} bytes.`;
  return new ProtocolError({ status: 413, message, code: 'payload_too_large' });
}

/** 415: the body is not of a type the path takes. */
export function unsupportedMediaType(contentType: string | null): ProtocolError {
  const given = contentType === null ? 'no content type was sent' : `got '${contentType}'`;
  const message = `The request body must be 'application/json'; ${given}.`;
  return new ProtocolError({ status: 415, message, code: 'unsupported_media_type' });
}

/** 429: too many requests. */
export function rateLimited(message = 'Too many requests; try again later.'): ProtocolError {
  return new ProtocolError({ status: 429, message, code: 'rate_limit_exceeded' });
}

/** 500: something went wrong here. */
export function serverError(
  message = 'The server had an error while processing the request.',
  cause?: unknown,
): ProtocolError {
  return new ProtocolError({ status: 500, message, code: 'internal_error', cause });
}
