// What the generator's theme does wrong for people who cannot see the page, as axe finds it. Each row: the component, what
// stands there, what should. A version of the theme in which a row does not hold stops the build.
const MENDED = [
  // The whole box, with a text field and a list in it, is no button.
  ['VPLocalSearchBox.vue', '      role="button"\n', '      role="search"\n'],
  ['VPLocalSearchBox.vue', '      aria-expanded="true"\n      aria-haspopup="listbox"\n', ''],
  // A list of links: each can be reached by itself, which nothing within an option of a box may.
  ['VPLocalSearchBox.vue', `          :role="results?.length ? 'listbox' : undefined"\n`, ''],
  [
    'VPLocalSearchBox.vue',
    `            :aria-selected="selectedIndex === index ? 'true' : 'false'"\n            role="option"\n`,
    ''
  ],
  // A name that hides what is shown; the shown titles are enough.
  ['VPLocalSearchBox.vue', `              :aria-label="[...p.titles, p.title].join(' > ')"\n`, ''],
  // A key may have a name only as a picture.
  ...['navigateUp', 'navigateDown', 'select'].map(key => [
    'VPLocalSearchBox.vue',
    `<kbd :aria-label="translate('modal.footer.${key}KeyAriaLabel')">`,
    `<kbd role="img" :aria-label="translate('modal.footer.${key}KeyAriaLabel')">`
  ]),
  ['VPLocalSearchBox.vue', ` :aria-label="translate('modal.footer.closeKeyAriaLabel')">esc`, '>esc'],
  // The home page has no main part.
  ['VPHome.vue', '  <div \n    class="VPHome"', '  <main\n    class="VPHome"'],
  ['VPHome.vue', '    <Content v-else />\n  </div>', '    <Content v-else />\n  </main>']
]

/** @returns {import('vite').Plugin} */
export function mendTheme() {
  const done = new Set()
  return {
    name: 'mend-theme',
    enforce: 'pre',
    transform(code, id) {
      const rows = MENDED.filter(([file]) => id.endsWith(`/theme-default/components/${file}`))
      if (rows.length === 0) return null
      let mended = code
      for (const row of rows) {
        if (!mended.includes(row[1])) this.error(`${row[0]} is another one than expected: ${row[1].trim()}`)
        mended = mended.replace(row[1], row[2])
        done.add(row)
      }
      return { code: mended, map: null }
    },
    buildEnd(error) {
      if (error === undefined && done.size < MENDED.length)
        this.error('The theme has not all the parts that are mended')
    }
  }
}
