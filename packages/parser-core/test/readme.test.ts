import * as core from '@smg/parser-core';
import * as testing from '@smg/parser-core/testing';
import * as fastCheck from 'fast-check';
import { testReadmeExamples } from './readme-examples.js';

testReadmeExamples(new URL('../README.md', import.meta.url), {
  '@smg/parser-core': core,
  '@smg/parser-core/testing': testing,
  'fast-check': fastCheck,
});
