/** What stands before every path of this page: empty, or with a slash at its beginning and none at its end. The service writes it into the document. */
export const BASE_PATH = (() => {
  const mark = globalThis.document?.querySelector('meta[name="camera-check-base"]')
  return mark?.getAttribute('content') ?? ''
})()

/** The address of a path of the service or of this page. Other members of the page know paths alone. */
export function below(path: string, base: string = BASE_PATH): string {
  return `${base}${path}`
}

/** The path of an address below the base; one that is not below it stays. */
export function pathBelow(address: string, base: string = BASE_PATH): string {
  if (base === '' || !address.startsWith(base)) return address
  const rest = address.slice(base.length)
  if (rest === '') return '/'
  return rest.startsWith('/') ? rest : address
}
