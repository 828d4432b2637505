/** Words that say nothing about what a text is about. */
const common = new Set(
  `a about all an and any are as at be by can could do does for from get give has have how i if in into is it its let
  make me my new of on or our please returns run set should show some tell that the their them then there this to up use
  used using us value want was we what when where which who why will with would you your`.split(/\s+/),
);

/** The words of a text as they were written: letters, digits, apostrophes and inner hyphens. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
}

/** The words that say what a text is about, in lower case, without a plural's s; names in camel and snake case are taken apart. */
export function topicsOf(text: string): Set<string> {
  const topics = new Set<string>();
  for (const word of wordsOf(text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' '))) {
    const lower = word.toLowerCase();
    if (lower.length > 1 && !common.has(lower)) topics.add(lower.length > 3 ? lower.replace(/s$/, '') : lower);
  }
  return topics;
}

/** How many topics two texts share. */
export function sharedTopics(a: string, b: string): number {
  const other = topicsOf(b);
  let shared = 0;
  for (const topic of topicsOf(a)) if (other.has(topic)) shared++;
  return shared;
}

/** Runs of capitalised words, such as names of people, cities and things; not the one word that starts a question. */
export function namesIn(text: string): string[] {
  const names = text.match(/\p{Lu}[\p{L}\p{N}'’-]*(?: \p{Lu}[\p{L}\p{N}'’-]*)*/gu) ?? [];
  return names.filter((name) => !common.has(name.toLowerCase()) && name.length > 1);
}

/** The numbers written in a text. */
export function numbersIn(text: string): number[] {
  return (text.match(/(?<![\p{L}\p{N}.])-?\d+(?:\.\d+)?(?![\p{L}\p{N}])/gu) ?? []).map(Number);
}
