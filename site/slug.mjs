/**
 * The anchor of a heading as GitHub makes it, so that a link holds in the repository and on the site.
 *
 * @param {string} text Of the heading, without its markup.
 */
export function slug(text) {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}
