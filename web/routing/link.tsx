import type { ComponentProps, MouseEvent } from 'react'
import { below } from './base-path.ts'
import { navigate } from './navigation.ts'

/** A link within this page: followed without loading, unless a new tab or window is asked for. */
export function Link({ href, onClick, ...rest }: ComponentProps<'a'> & { readonly href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    navigate(href)
  }
  return <a href={below(href)} onClick={follow} {...rest} />
}
