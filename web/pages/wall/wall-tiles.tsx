import { memo, useMemo } from 'react'
import { useTexts } from '../../i18n/use-text.ts'
import { layOutWall, rowsBetween, type WallRow } from '../../model/wall-rows.ts'
import type { WallSection } from '../../model/wall-sections.ts'
import { CameraTile } from './camera-tile.tsx'
import { GroupTile } from './group-tile.tsx'
import { useTileKeys } from './use-tile-keys.ts'
import { useWindowed } from './use-windowed.ts'

/** All tiles as one long page, of which only what is near the window exists. */
export function WallTiles({ sections }: { readonly sections: readonly WallSection[] }) {
  const { element, width, from, to } = useWindowed()
  const layout = useMemo(() => (width === 0 ? null : layOutWall(sections, width)), [sections, width])
  useTileKeys(layout, element)
  const [first, last] = layout === null ? [0, 0] : rowsBetween(layout.rows, from, to)
  return (
    <div className="tile-wall" ref={element} style={{ height: layout?.height ?? 0 }}>
      {layout?.rows.slice(first, last).map(row => (
        <Row key={row.key} row={row} />
      ))}
    </div>
  )
}

const Row = memo(function Row({ row }: { readonly row: WallRow }) {
  const place = { transform: `translateY(${row.top}px)`, height: row.height }
  if (row.items === null) {
    return (
      <div className="wall-row" style={place}>
        <SectionHead section={row.section} />
      </div>
    )
  }
  return (
    <ul
      className={`wall-row tiles ${row.size}`}
      style={{ ...place, gridTemplateColumns: `repeat(${row.columns}, minmax(0, 1fr))` }}
    >
      {row.items.map(item => (
        <li key={item.key}>
          {item.incident === null ? (
            <CameraTile stream={item.stream} itemKey={item.key} size={row.size} />
          ) : (
            <GroupTile incident={item.incident} stream={item.stream} itemKey={item.key} />
          )}
        </li>
      ))}
    </ul>
  )
})

function SectionHead({ section }: { readonly section: WallSection }) {
  const { t, count } = useTexts()
  return (
    <div className="sect">
      <h2>
        {t(`section.${section.id}`)} <b>{section.items.length}</b>
      </h2>
      {section.id === 'new' && <p>{count('section.newNote', section.cameras)}</p>}
      {section.id === 'taken' && <p>{t('section.takenNote')}</p>}
    </div>
  )
}
