'use client';

import { decodeSse } from '@smg/sse';
import { useState } from 'react';

/** Asks the model and gives the pieces of its answer as they come. */
async function* ask(question: string): AsyncGenerator<string> {
  const response = await fetch('/api/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'default', stream: true, messages: [{ role: 'user', content: question }] }),
  });
  if (!response.ok || !response.body) throw new Error(`The server answered ${response.status}.`);
  for await (const { data } of decodeSse(response.body)) {
    if (data === '[DONE]') return;
    const { choices, error } = JSON.parse(data);
    if (error) throw new Error(error.message);
    yield choices[0]?.delta.content ?? '';
  }
}

export default function Page() {
  const [answer, setAnswer] = useState('');

  async function submit(form: FormData) {
    setAnswer('');
    try {
      for await (const piece of ask(String(form.get('question')))) setAnswer((text) => text + piece);
    } catch (error) {
      setAnswer(String(error));
    }
  }

  return (
    <main>
      <form action={submit}>
        <input name="question" aria-label="Question" defaultValue="What is the weather in Paris?" required />
        <button type="submit">Ask</button>
      </form>
      <p>{answer}</p>
    </main>
  );
}
