const sentences = [
  'The user wants the importer to keep going when one row is malformed, so I should collect the errors first.',
  'Reading the file again shows that `parseRow` already returns undefined there; nothing else depends on it.',
  'If count < 10 we can skip the index, and the test in row.test.ts covers exactly that case.',
  'Next comes the writer: it takes the rows in order (see [the notes](docs/notes.md)) and flushes every thousand.\n\n',
  "That is simple enough; let's write it down, run the tests, and look at the timing once more.",
  'A map from id to row would be faster, but the list is short and the order matters.\n',
];

const lines = [
  "import { readFile } from 'node:fs/promises';",
  '',
  '/** Reads the rows of one file; a malformed row is reported and skipped. */',
  'export async function readRows(path, report) {',
  "  const text = await readFile(path, 'utf8');",
  '  const rows = [];',
  '  for (const [number, line] of text.split("\\n").entries()) {',
  '    if (line.length < 2 || line[0] === "#") continue;',
  '    const fields = line.split(",").map((field) => field.trim());',
  '    if (fields.length !== 4) report("line " + number + ": " + line);',
  '    else rows.push({ id: Number(fields[0]), name: fields[1], tags: fields.slice(2) });',
  '  }',
  '  return rows;',
  '}',
  '',
];

// Goes round the parts, numbered so that no two stretches are alike.
function written(parts, join, units) {
  let text = '';
  for (let round = 0; text.length < units; round++) text += `${round} ${parts.join(join)}${join}`;
  return text.slice(0, units);
}

/** Prose as a model thinks and answers it: now and then a `<`, a `[`, a line end. */
export const prose = (units) => written(sentences, ' ', units);

/** Source code as a model writes it into a file: line ends, quotes, a few backslashes. */
export const code = (units) => written(lines, '\n', units);

/** A string of its own, no slice of another one: what a decoder hands on. */
export const flat = (text) => Buffer.from(text).toString();

/** The text in flat chunks of `size` units. */
export function chunksOf(text, size) {
  const chunks = [];
  for (let at = 0; at < text.length; at += size) chunks.push(flat(text.slice(at, at + size)));
  return chunks;
}
