const MOST_CHARACTERS = 100

/** A setting's value as messages quote it: shortened, and without a user and password that somebody wrote into an address. */
export function shownValue(text: string): string {
  const short = text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}...`
  // Up to the last @ of the first part, since a password may hold one; cut before it is shown that there was one.
  return JSON.stringify(
    text.includes('@') ? `***${text.slice(text.lastIndexOf('@')).slice(0, MOST_CHARACTERS)}` : short
  )
}
