/**
 * A goal and whether it is met, for the last two cells of a row.
 *
 * @param {number} value
 * @param {'<=' | '<' | '>='} relation What the value should be to the limit.
 * @param {number} limit
 * @param {string} [unit] Written behind the limit.
 */
export function goal(value, relation, limit, unit = '') {
  const isMet = relation === '>=' ? value >= limit : relation === '<' ? value < limit : value <= limit
  return [`${relation} ${limit}${unit}`, isMet ? 'met' : '**not met**']
}

/** The last two cells of a row that has no goal. */
export const NO_GOAL = ['', '']

/**
 * A Markdown table.
 *
 * @param {string} title @param {string[]} columns @param {(string | number)[][]} rows A shorter row is filled up.
 */
export function printTable(title, columns, rows) {
  console.log(`\n### ${title}\n`)
  console.log(`| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}`)
  for (const row of rows) console.log(`| ${columns.map((_, i) => row[i] ?? '').join(' | ')} |`)
}
