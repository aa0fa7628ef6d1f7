import { type ReactNode, useEffect, useRef } from 'react'

export interface ModalProps {
  readonly label: string
  readonly onClose: () => void
  readonly className?: string
  readonly children: ReactNode
}

/** A dialog over the page. The element keeps the focus inside, closes on Escape and gives the focus back. */
export function Modal({ label, onClose, className, children }: ModalProps) {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (element.current?.open === false) element.current.showModal()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is on what lies behind.
    <dialog
      ref={element}
      className={className === undefined ? 'modal' : `modal ${className}`}
      aria-label={label}
      onClose={onClose}
      onClick={event => event.target === event.currentTarget && event.currentTarget.close()}
    >
      <div className="modal-body">{children}</div>
    </dialog>
  )
}
