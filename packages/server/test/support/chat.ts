import type { Handler } from '@smg/server';
import { createSseParser } from '@smg/sse';

/** The body of a small chat request. */
export function chatBody(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { model: 'test', messages: [{ role: 'user', content: 'Hi' }], ...fields };
}

/** A chat request as the web platform has it; a string or bytes as the body go as they are. */
export function chatRequest(body: unknown, init: RequestInit = {}): Request {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  return new Request('http://test/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: raw ? (body as BodyInit) : JSON.stringify(body),
    ...init,
  });
}

// biome-ignore lint/suspicious/noExplicitAny: what a server says is looked at field by field
export type Json = any;

/** Asks a handler and reads the JSON it answers. */
export async function askJson(
  handler: Handler,
  body: unknown,
): Promise<{ status: number; json: Json; response: Response }> {
  const response = await handler(chatRequest(body));
  return { status: response.status, json: await response.json(), response };
}

/** Reads the frames of a stream: their JSON, and whether `[DONE]` came last. */
export async function readFrames(response: Response): Promise<{ frames: Json[]; done: boolean; comments: string[] }> {
  const comments: string[] = [];
  const parser = createSseParser({ onComment: (text) => comments.push(text) });
  const events = [...parser.push(await response.text()), ...parser.finish()].map((event) => event.data);
  const done = events.at(-1) === '[DONE]';
  return { frames: (done ? events.slice(0, -1) : events).map((data) => JSON.parse(data)), done, comments };
}

/** Asks a handler for a stream and reads its frames. */
export async function askStream(handler: Handler, body: Record<string, unknown>) {
  const response = await handler(chatRequest({ ...body, stream: true }));
  return { status: response.status, response, ...(await readFrames(response)) };
}

/** The content of all deltas of a choice, joined. */
export function contentOf(frames: readonly Json[], index = 0): string {
  return choicesOf(frames, index)
    .map((choice) => choice.delta.content ?? '')
    .join('');
}

/** The choices with this index, of all frames. */
export function choicesOf(frames: readonly Json[], index = 0): Json[] {
  return frames.flatMap((frame) => frame.choices ?? []).filter((choice: Json) => choice.index === index);
}
