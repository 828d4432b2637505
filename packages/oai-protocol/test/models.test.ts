import { createModelList, modelListSchema } from '@smg/oai-protocol';
import { expect, test } from 'vitest';

test('each model is listed once, with what is known of it', () => {
  const list = createModelList(['a', { id: 'b', owned_by: 'me', max_model_len: 8192 }, 'a'], { created: 7 });
  expect(list).toEqual({
    object: 'list',
    data: [
      { id: 'a', object: 'model', created: 7, owned_by: 'smg' },
      { id: 'b', object: 'model', created: 7, owned_by: 'me', max_model_len: 8192 },
    ],
  });
  expect(modelListSchema.parse(list)).toEqual(list);
});
