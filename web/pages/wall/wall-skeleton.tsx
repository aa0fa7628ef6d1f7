import { useNoticeable } from '../../components/skeleton.tsx'

const TILES = 12

/** Boxes in the size of large tiles, while the first answer is on its way. */
export function WallSkeleton() {
  const shown = useNoticeable(true)
  return (
    <div className="tiles skeleton" aria-hidden="true">
      {shown &&
        Array.from({ length: TILES }, (_, tile) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else.
          <div className="tile" key={tile}>
            <span className="pic skel" />
            <span className="skel t" />
          </div>
        ))}
    </div>
  )
}
