/** The key that does the same as a button; told to screen readers by the button's `aria-keyshortcuts`. */
export function Key({ name }: { readonly name: string }) {
  return (
    <span className="kbd" aria-hidden="true">
      {name}
    </span>
  )
}
