import { Component, type ReactNode } from 'react'

export interface PageBoundaryProps {
  /** What is shown in place of a page that could not be drawn. */
  readonly instead: (error: unknown) => ReactNode
  readonly children: ReactNode
}

/**
 * Keeps the rest of the page when one part fails: a file of a version that the service no longer serves, or a mistake of
 * ours. React asks for a class here.
 */
export class PageBoundary extends Component<PageBoundaryProps, { readonly error: unknown }> {
  override readonly state: { readonly error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : this.props.instead(this.state.error)
  }
}
