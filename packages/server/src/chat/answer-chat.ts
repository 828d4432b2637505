import {
  type ChatMeta,
  createChatCompletion,
  modelNotFound,
  parseChatCompletionRequest,
  rateLimited,
} from '@smg/oai-protocol';
import { joinResults, type StreamingParseResult } from '@smg/parser-core';
import type { EngineChunk } from '../engine.js';
import type { Service } from '../options.js';
import { randomId } from '../random-id.js';
import { readJsonBody } from '../read-body.js';
import { type ChatRun, startChatRun } from './chat-run.js';
import type { ChoiceEnd } from './choice.js';
import { planChat } from './plan-chat.js';
import { streamChat } from './stream-chat.js';

/** Answers `POST /v1/chat/completions`. */
export async function answerChat(service: Service, httpRequest: Request): Promise<Response> {
  const request = parseChatCompletionRequest(await readJsonBody(httpRequest, service.limits.maxBodyBytes));
  const { model, n, stream, stream_options: streamOptions } = request;
  if (service.models && !service.models.includes(model)) throw modelNotFound(model);
  const id = request.rid ?? request.request_id ?? randomId('chatcmpl-');
  const plan = planChat(service, request, id);

  const leave = await service.gate.enter(httpRequest.signal);
  if (!leave) throw rateLimited('The server is busy and its queue is full; try again later.');
  const run = startChatRun(service, plan, httpRequest.signal, leave);
  const meta: ChatMeta = { id, model, created: Math.floor(Date.now() / 1000), reasoningField: service.reasoningField };
  if (!stream) return Response.json(await completeChat(run, meta, n));
  const includeUsage = streamOptions?.include_usage ?? false;
  const continuousUsage = streamOptions?.continuous_usage_stats ?? false;
  return streamChat(service, run, n, { ...meta, includeUsage, continuousUsage }, httpRequest.signal);
}

async function completeChat(run: ChatRun, meta: ChatMeta, n: number) {
  const choices = Array.from({ length: n }, () => ({
    results: [] as StreamingParseResult[],
    logprobs: [] as NonNullable<EngineChunk['logprobs']>[number][],
    end: undefined as ChoiceEnd | undefined,
  }));
  for (let steps = await run.next(); steps; steps = await run.next()) {
    for (const step of steps) {
      const choice = choices[step.choice];
      choice?.results.push(...step.results);
      choice?.logprobs.push(...(step.logprobs ?? []));
      if (choice && step.end) choice.end = step.end;
    }
  }
  const whole = choices.map(({ results, logprobs, end }) => ({
    result: joinResults(results),
    logprobs,
    finishReason: end?.reason,
    matchedStop: end?.matchedStop,
  }));
  return createChatCompletion(meta, whole, run.usage);
}
