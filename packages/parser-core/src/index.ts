export * from './format.js';
export * from './result.js';
