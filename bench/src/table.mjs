import { gatesOf } from './gates.mjs';

const number = (value) => value.toFixed(value < 100 ? 1 : 0);

const columns = [
  { title: 'subject', width: -23, of: ({ subject }) => subject },
  { title: 'input', width: -14, of: ({ input }) => input },
  ...[1, 4, 64].flatMap((size) => [
    { title: `${size}: ns/chunk`, width: 16, of: ({ chunks }) => chunks[size] && nanoseconds(chunks[size]) },
    { title: 'Mchar/s', width: 8, of: (row) => row.chunks[size] && speed(row, row.chunks[size].own) },
  ]),
  { title: 'whole', width: 8, of: (row) => row.chunks.whole && speed(row, row.chunks.whole.own) },
];

function nanoseconds({ own, count }) {
  return `${number(own.median / count)} (${number(own.least / count)})`;
}

function speed({ units }, { median }) {
  const mchars = (units * 1e3) / median;
  return mchars > 9999 ? '>9999' : mchars < 1 ? mchars.toFixed(2) : mchars.toFixed(0);
}

function cell({ width }, text = '–') {
  return width < 0 ? text.padEnd(-width) : text.padStart(width);
}

/** The table of all rows, and the gates that were missed. */
export function table(rows) {
  const shown = columns.filter((column) => rows.some((row) => column.of(row) !== undefined));
  const lines = [shown.map((column) => cell(column, column.title)).join(' ')];
  const missed = [];
  let before;
  for (const row of rows) {
    if (row.subject !== before) lines.push('');
    const gates = gatesOf(
      row,
      rows.filter(({ subject }) => subject === row.subject),
    );
    for (const { text, ok } of gates) if (ok === false) missed.push(`${row.subject}, ${row.input}: ${text}`);
    const verdict = gates.map(({ text, ok }) => (ok === false ? `MISSED ${text}` : ok ? `${text} ok` : text));
    // A subject is named once.
    const named = { ...row, subject: row.subject === before ? '' : row.subject };
    lines.push(`${shown.map((column) => cell(column, column.of(named))).join(' ')}   ${verdict.join(', ')}`);
    before = row.subject;
  }
  return { text: lines.join('\n'), missed };
}
