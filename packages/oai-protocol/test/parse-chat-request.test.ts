import { chatCompletionRequestSchema, parseChatCompletionRequest, unknownFields } from '@smg/oai-protocol';
import type { Tool, ToolChoice } from '@smg/parser-core';
import { describe, expect, test } from 'vitest';
import { full, least, refusalOf, tool } from './requests.js';

const read = (fields: object) => parseChatCompletionRequest({ ...least, ...fields });
const user = (content: unknown) => ({ messages: [{ role: 'user', content }] });
const assistant = (fields: object) => ({ messages: [{ role: 'assistant', content: null, ...fields }] });
const offered = { tools: [tool('f'), tool('g')] };

describe('what is kept', () => {
  test('a request with every field stays as it is', () => {
    expect(parseChatCompletionRequest(full)).toEqual(full);
  });

  test('the full request leaves out only the spellings that are replaced and what excludes the rest', () => {
    const missing = Object.keys(chatCompletionRequestSchema.shape).filter((field) => !(field in full));
    expect(missing.sort()).toEqual(['ebnf', 'function_call', 'functions', 'max_tokens', 'no_stop_trim', 'regex']);
  });

  test('unknown fields stay, at the top and inside', () => {
    const body = {
      ...least,
      made_up: { deep: [1] },
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }], extra: 1 },
      ],
      tools: [{ type: 'function', function: { name: 'f', examples: [1] }, extra: 2 }],
    };
    const request = parseChatCompletionRequest(body);
    expect(request).toEqual({ ...body, tool_choice: 'auto', n: 1, stream: false });
    expect(unknownFields(request)).toEqual({ made_up: { deep: [1] } });
  });

  test('the body is not changed', () => {
    const body = structuredClone({ ...least, max_tokens: 3, functions: [{ name: 'f' }], temperature: null });
    const before = structuredClone(body);
    parseChatCompletionRequest(body);
    expect(body).toEqual(before);
  });

  test('tools and choice are what parsers take', () => {
    const request = read({ ...offered, tool_choice: 'auto' });
    const tools: readonly Tool[] | undefined = request.tools;
    const choice: ToolChoice | undefined = request.tool_choice;
    expect([tools?.length, choice]).toEqual([2, 'auto']);
  });
});

describe('one spelling', () => {
  test.each<[string, object, object]>([
    ['n and stream are always there', {}, { n: 1, stream: false }],
    ['max_tokens', { max_tokens: 7 }, { max_completion_tokens: 7 }],
    ['max_completion_tokens wins', { max_tokens: 7, max_completion_tokens: 8 }, { max_completion_tokens: 8 }],
    ['one stop string', { stop: 'x' }, { stop: ['x'] }],
    ['no_stop_trim', { no_stop_trim: true }, { include_stop_str_in_output: true }],
    ['a number of effort', { reasoning_effort: 0.5 }, { reasoning_effort: '0.5' }],
    ['nulls', { temperature: null, tools: null, stop: null, stream: null, n: null, top_k: null }, {}],
    [
      'functions',
      { functions: [{ name: 'f' }] },
      { tools: [{ type: 'function', function: { name: 'f' } }], tool_choice: 'auto' },
    ],
    [
      'function_call',
      { functions: [{ name: 'f' }], function_call: { name: 'f' } },
      {
        tools: [{ type: 'function', function: { name: 'f' } }],
        tool_choice: { type: 'function', function: { name: 'f' } },
      },
    ],
    [
      'nulls in a tool',
      { tools: [{ type: 'function', function: { name: 'f', description: null, strict: null, parameters: null } }] },
      { tools: [{ type: 'function', function: { name: 'f' } }], tool_choice: 'auto' },
    ],
    ['tools win over functions', { ...offered, functions: [{ name: 'z' }] }, { ...offered, tool_choice: 'auto' }],
    ['no tools', { tools: [] }, { tools: [], tool_choice: 'none' }],
    ['choices without tools', { tool_choice: 'none' }, { tool_choice: 'none' }],
    [
      'a flat tool',
      { tools: [{ type: 'function', name: 'f', strict: true, more: 1 }] },
      { tools: [{ type: 'function', function: { name: 'f', strict: true, more: 1 } }], tool_choice: 'auto' },
    ],
    [
      'a flat choice',
      { ...offered, tool_choice: { type: 'function', name: 'g' } },
      { ...offered, tool_choice: { type: 'function', function: { name: 'g' } } },
    ],
    [
      'allowed tools, flat',
      { ...offered, tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'g' }] } },
      { ...offered, tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'g' }] } },
    ],
    [
      'allowed tools, nested',
      {
        ...offered,
        tool_choice: {
          type: 'allowed_tools',
          allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'g' } }] },
        },
      },
      {
        ...offered,
        tool_choice: { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'g' }] },
      },
    ],
  ])('%s', (_, fields, expected) => {
    expect(read(fields)).toStrictEqual({ ...least, n: 1, stream: false, ...expected });
  });

  test.each(['', null, undefined])('arguments %j in history are {}', (given) => {
    const call = { id: 'c', function: { name: 'f', ...(given !== undefined && { arguments: given }) } };
    const [message] = read(assistant({ tool_calls: [call] })).messages;
    expect(message).toMatchObject({
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
    });
  });
});

describe('what is refused', () => {
  const numbers: [string, unknown[]][] = [
    ['frequency_penalty', [-2.1, 2.1, '1', Number.NaN]],
    ['presence_penalty', [-2.1, 2.1, {}]],
    ['temperature', [-0.1, 2.1, '1', Number.POSITIVE_INFINITY]],
    ['top_p', [0, 1.1, true]],
    ['min_p', [-0.1, 1.1]],
    ['repetition_penalty', [-0.1, 2.1]],
    ['top_k', [-2, 1.5, '1']],
    ['n', [0, 129, 1.5, '1']],
    ['max_tokens', [0, -1, 1.5, '1']],
    ['max_completion_tokens', [0, 1e300, []]],
    ['min_tokens', [-1]],
    ['seed', [0.5, 1e20, 'x']],
  ];
  const others: [string, unknown[]][] = [
    ['model', ['', 5, null]],
    ['messages', [[], {}, 'Hi', null]],
    ['logit_bias', [[], { x: 1 }, 3]],
    ['logit_bias.5', [{ 5: '1' }, { 5: 101 }, { 5: null }]],
    ['logprobs', ['true', 1]],
    ['stop', ['', 5, ['a', 'b', 'c', 'd', 'e']]],
    [
      'stop[1]',
      [
        ['a', ''],
        ['a', 1],
      ],
    ],
    ['stream', ['true', 1]],
    ['tools', [{}, 'f']],
    ['tools[0]', [[null], ['f'], [[]]]],
    ['tools[0].type', [[{}], [{ type: 'custom' }], [{ type: 'web_search', name: 'x' }]]],
    ['tools[0].function', [[{ type: 'function' }]]],
    ['tools[0].function.name', [[{ type: 'function', function: {} }], [{ type: 'function', function: { name: '' } }]]],
    ['tools[0].function.parameters', [[{ type: 'function', function: { name: 'f', parameters: [] } }]]],
    ['tools[0].description', [[{ type: 'function', name: 'f', description: 1 }]]],
    ['tools[1].function.name', [[tool('f'), tool('f')]]],
    ['functions[0].name', [[{}]]],
    ['functions[1].name', [[{ name: 'f' }, { name: 'f' }]]],
    ['function_call', ['required', 5]],
    ['parallel_tool_calls', ['no']],
    ['response_format', ['json']],
    ['response_format.type', [{}, { type: 'xml' }]],
    ['response_format.json_schema', [{ type: 'json_schema' }]],
    ['response_format.json_schema.name', [{ type: 'json_schema', json_schema: { name: '', schema: {} } }]],
    ['response_format.json_schema.schema', [{ type: 'json_schema', json_schema: { name: 'x', schema: 5 } }]],
    ['reasoning_effort', [true, [], {}, '']],
    ['metadata', ['x', []]],
    ['modalities[0]', [[1]]],
    ['user', [5]],
    ['verbosity', [1]],
    ['stop_token_ids', ['5', {}]],
    [
      'stop_token_ids[1]',
      [
        [1, 1.5],
        [1, -1],
        [1, '2'],
      ],
    ],
    ['input_ids', [[], 'x']],
    ['input_ids[0]', [[null]]],
    ['ignore_eos', [1]],
    ['skip_special_tokens', ['x']],
    ['no_stop_trim', ['x']],
    ['include_stop_str_in_output', ['x']],
    ['regex', ['', 5]],
    ['ebnf', [5]],
    ['continue_final_message', ['x']],
    ['add_generation_prompt', ['x']],
    ['chat_template_kwargs', ['x', [1]]],
    ['separate_reasoning', ['x']],
    ['stream_reasoning', ['x']],
    ['rid', ['', 5]],
    ['return_token_ids', ['x']],
    ['documents[0]', [['x']]],
  ];
  const cases = [...numbers, ...others].flatMap(([param, values]) => values.map((value) => [param, value] as const));
  test.each(cases)('%s: %j', (param, value) => {
    const error = refusalOf({ ...least, [param.split(/[.[]/)[0]!]: value });
    expect(error).toMatchObject({ status: 400, type: 'invalid_request_error', param });
    expect(error.message).toContain(`'${param}'`);
  });

  test.each<[string, object]>([
    ['messages[0]', { messages: ['Hi'] }],
    ['messages[0].role', { messages: [{ content: 'Hi' }] }],
    ['messages[1].role', { messages: [...least.messages, { role: 'bot', content: 'Hi' }] }],
    ['messages[0].role', { messages: [{ role: '__proto__', content: 'Hi' }] }],
    ['messages[0].content', user('')],
    ['messages[0].content', user([])],
    ['messages[0].content', user(5)],
    ['messages[0].content', user(null)],
    ['messages[0].content', { messages: [{ role: 'user' }] }],
    ['messages[0].content[0]', user(['Hi'])],
    ['messages[0].content[0].type', user([{ text: 'Hi' }])],
    ['messages[0].content[1].type', user([{ type: 'text', text: 'a' }, { type: 'hologram' }])],
    ['messages[0].content[0].text', user([{ type: 'text' }])],
    ['messages[0].content[0].image_url', user([{ type: 'image_url', image_url: 'https://example.com' }])],
    ['messages[0].content[0].image_url.url', user([{ type: 'image_url', image_url: {} }])],
    ['messages[0].content', { messages: [{ role: 'user', content: null }] }],
    ['messages[0].tool_call_id', { messages: [{ role: 'tool', content: 'x' }] }],
    ['messages[0].name', { messages: [{ role: 'function', content: 'x' }] }],
    ['messages[0].tool_calls', assistant({ tool_calls: 'x' })],
    [
      'messages[0].tool_calls[0].type',
      assistant({ tool_calls: [{ id: 'c', type: 'custom', function: { name: 'f' } }] }),
    ],
    ['messages[0].tool_calls[0].function', assistant({ tool_calls: [{ id: 'c', type: 'function' }] })],
    ['messages[0].tool_calls[0].function.name', assistant({ tool_calls: [{ id: 'c', function: {} }] })],
    [
      'messages[0].tool_calls[0].function.arguments',
      assistant({ tool_calls: [{ id: 'c', function: { name: 'f', arguments: {} } }] }),
    ],
    ['top_logprobs', { logprobs: true, top_logprobs: 21 }],
    ['top_logprobs', { top_logprobs: 1 }],
    ['top_logprobs', { logprobs: false, top_logprobs: 1 }],
    ['stream_options', { stream_options: { include_usage: true } }],
    ['stream_options', { stream: false, stream_options: {} }],
    ['stream_options.include_usage', { stream: true, stream_options: { include_usage: 'x' } }],
    ['min_tokens', { min_tokens: 5, max_tokens: 4 }],
    ['continue_final_message', { continue_final_message: true, add_generation_prompt: true }],
    ['regex', { regex: 'a', ebnf: 'b' }],
    ['regex', { regex: 'a', response_format: { type: 'json_object' } }],
    ['ebnf', { ebnf: 'a', response_format: { type: 'json_object' } }],
    ['tool_choice', { tool_choice: 'required' }],
    ['tool_choice', { tools: [], tool_choice: 'required' }],
    ['tool_choice', { tool_choice: { type: 'function', function: { name: 'f' } } }],
    ['tool_choice', { ...offered, tool_choice: 'any' }],
    ['tool_choice', { ...offered, tool_choice: 5 }],
    ['tool_choice.type', { ...offered, tool_choice: {} }],
    ['tool_choice.type', { ...offered, tool_choice: { type: 'custom', name: 'f' } }],
    ['tool_choice.function', { ...offered, tool_choice: { type: 'function' } }],
    ['tool_choice.function.name', { ...offered, tool_choice: { type: 'function', function: {} } }],
    ['tool_choice.function.name', { ...offered, tool_choice: { type: 'function', function: { name: 'h' } } }],
    ['tool_choice.mode', { ...offered, tool_choice: { type: 'allowed_tools', mode: 'none', tools: [tool('f')] } }],
    ['tool_choice.tools', { ...offered, tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [] } }],
    [
      'tool_choice.tools[0].type',
      { ...offered, tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'mcp' }] } },
    ],
    [
      'tool_choice.tools[1].name',
      { ...offered, tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [tool('f'), tool('h')] } },
    ],
    [
      'tool_choice.allowed_tools.mode',
      { ...offered, tool_choice: { type: 'allowed_tools', allowed_tools: { tools: [tool('f')] } } },
    ],
    ['function_call', { function_call: { name: 'f' } }],
    ['function_call.name', { functions: [{ name: 'f' }], function_call: { name: 'h' } }],
  ])('%s in %j', (param, fields) => {
    expect(refusalOf({ ...least, ...fields })).toMatchObject({ status: 400, param });
  });

  test.each([null, undefined, 5, 'x', true, []])('a body that is %j', (body) => {
    expect(refusalOf(body)).toMatchObject({ status: 400, param: null });
  });

  test.each<[object, string, string]>([
    [
      { model: undefined },
      'missing_required_parameter',
      "Missing required parameter: 'model'; expected a non-empty string.",
    ],
    [{ max_tokens: 0 }, 'integer_below_min_value', "Invalid 'max_tokens': expected an integer of at least 1, got 0."],
    [{ temperature: 3 }, 'decimal_above_max_value', "Invalid 'temperature': expected a number from 0 to 2, got 3."],
    [
      { messages: [] },
      'empty_array',
      "Invalid 'messages': expected an array of messages, not empty, got an empty array.",
    ],
    [{ stream: 'yes' }, 'invalid_type', `Invalid 'stream': expected a boolean, got "yes".`],
    [
      { messages: [{ role: 'bot' }] },
      'invalid_value',
      `Invalid 'messages[0].role': expected one of 'system', 'developer', 'user', 'assistant', 'tool', 'function', got "bot".`,
    ],
    [
      { ...offered, tool_choice: { type: 'function', function: { name: 'h' } } },
      'invalid_value',
      "Invalid 'tool_choice.function.name': no tool 'h' in 'tools'; expected 'f', 'g'.",
    ],
    [{ user: 5 }, 'invalid_type', "Invalid 'user': expected a string, got 5."],
  ])('%j says what was wrong and what is allowed', (fields, code, message) => {
    const error = refusalOf({ ...least, ...fields });
    expect(error.toJSON()).toEqual({ error: { message, type: 'invalid_request_error', param: error.param, code } });
  });

  test('what was given is quoted only in part', () => {
    expect(refusalOf({ ...least, stream: 'x'.repeat(1e6) }).message.length).toBeLessThan(200);
  });
});

describe('what_clients_send is taken', () => {
  const user = (part: object) => ({ messages: [{ role: 'user', content: [part] }] });
  const schema = (fields: object) => ({
    response_format: { type: 'json_schema', json_schema: { name: 'x', ...fields } },
  });
  test.each<[string, object]>([
    ['a file', user({ type: 'file', file: { file_id: 'x' } })],
    ['an image of a level of its own', user({ type: 'image_url', image_url: { url: 'x', detail: 'original' } })],
    [
      'thoughts that are not shown',
      { messages: [{ role: 'assistant', content: [{ type: 'redacted_thinking', data: 's' }] }] },
    ],
    ['a JSON answer without a schema', schema({})],
    ['a JSON answer whose schema is null', schema({ schema: null })],
    ['no alternatives of no log probabilities', { logprobs: false, top_logprobs: 0 }],
  ])('%s', (_, fields) => {
    expect(parseChatCompletionRequest({ ...least, ...fields })).toMatchObject(fields);
  });

  test('top_k 0 is all of them, and null content of tools and systems is empty', () => {
    const messages = [
      { role: 'system', content: null },
      { role: 'tool', tool_call_id: 'a', content: null },
    ];
    const read = parseChatCompletionRequest({ ...least, top_k: 0, messages });
    expect(read).toMatchObject({ top_k: -1, messages: [{ content: '' }, { content: '' }] });
  });
});
