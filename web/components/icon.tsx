import { ICON_SHAPES, type IconName } from './icon-shapes.tsx'

/** All shapes once, hidden; icons refer to them, so that a wall of tiles stays light. */
export function IconSprite() {
  return (
    <svg width="0" height="0" className="sprite" aria-hidden="true">
      <defs>
        {Object.entries(ICON_SHAPES).map(([name, shape]) => (
          <symbol key={name} id={`i-${name}`} viewBox="0 0 16 16">
            {shape}
          </symbol>
        ))}
      </defs>
    </svg>
  )
}

/** A drawing beside a word; never alone without a name on its button. */
export function Icon({ name, className }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg className={className === undefined ? 'i' : `i ${className}`} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  )
}

/** The icon of a fault. */
export function kindIcon(kind: string): IconName {
  return kind in ICON_SHAPES ? (kind as IconName) : 'warn'
}
