import type { ReactElement } from 'react'

const frame = <rect x="2" y="3.5" width="12" height="9" rx="1.5" />

/** Line drawings on a 16 x 16 grid; those of faults carry the fault's id. Class `f` is filled. */
export const ICON_SHAPES = {
  occluded: (
    <>
      {frame}
      <rect className="f" x="4" y="5.5" width="8" height="5" rx=".8" />
    </>
  ),
  'no-signal': (
    <path d="M4.2 11.8a5.4 5.4 0 0 1 0-7.6M11.8 4.2a5.4 5.4 0 0 1 0 7.6M6.2 9.8a2.5 2.5 0 0 1 0-3.6M9.8 6.2a2.5 2.5 0 0 1 0 3.6M2 14 14 2" />
  ),
  moved: <path d="M9 3.5H3.5A1.5 1.5 0 0 0 2 5v6a1.5 1.5 0 0 0 1.5 1.5H8M7 8h7m-2.6-2.6L14 8l-2.6 2.6" />,
  black: <rect className="f" x="1.5" y="3" width="13" height="10" rx="1.8" />,
  frozen: <path d="M8 1.8v12.4M2.6 4.9l10.8 6.2M13.4 4.9 2.6 11.1M6.4 2.9 8 4.4l1.6-1.5M6.4 13.1 8 11.6l1.6 1.5" />,
  corrupted: <path d="M2 4.5h5v3H2zM9 3h5v3H9zM3.5 9.5h5v3h-5zM10.5 8.5H14v4h-3.5z" />,
  'partly-occluded': (
    <>
      {frame}
      <path className="f" d="M8 4h4.6c.8 0 1.4.6 1.4 1.4v5.2c0 .8-.6 1.4-1.4 1.4H6z" />
    </>
  ),
  defocused: (
    <>
      <circle cx="8" cy="8" r="5.8" strokeDasharray="1.6 2" />
      <circle cx="8" cy="8" r="3" strokeDasharray="1.2 1.6" />
      <circle className="f" cx="8" cy="8" r="1" />
    </>
  ),
  noise: (
    <path
      className="dots"
      d="M3 4h.01M7 3h.01M11.5 4.6h.01M5 7.4h.01M9 7h.01M13.2 8.4h.01M3 11h.01M7.2 11h.01M10.8 12.2h.01"
    />
  ),
  bright: (
    <>
      <circle cx="8" cy="8" r="2.6" />
      <path d="M8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1" />
    </>
  ),
  undecodable: (
    <>
      {frame}
      <path d="m6.3 6.3 3.4 3.4M9.7 6.3 6.3 9.7" />
    </>
  ),
  'stream-gap': (
    <>
      <rect x="2" y="3.5" width="12" height="9" rx="1.5" strokeDasharray="2 2" />
      <path d="M6.2 8h3.6" />
    </>
  ),
  stripes: <path d="M3 3v10M6.3 3v10M9.7 3v10M13 3v10" />,
  'colour-cast': (
    <>
      <path d="M8 2s4.6 4.6 4.6 7.7a4.6 4.6 0 0 1-9.2 0C3.4 6.6 8 2 8 2z" />
      <path className="f" d="M8 2s4.6 4.6 4.6 7.7A4.6 4.6 0 0 1 8 14.3z" />
    </>
  ),
  'low-contrast': (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 2.2v11.6M10 4v8M12 5.5v5" />
    </>
  ),
  shaken: (
    <>
      <rect x="4.5" y="4.5" width="7" height="7" rx="1.2" />
      <path d="M1.8 5.5v5M14.2 5.5v5" />
    </>
  ),
  learning: <path d="M8 2.2a5.8 5.8 0 1 1-5.3 3.5M8 5v3l2 1.4" />,
  waiting: <path d="M4.5 2.5h7M4.5 13.5h7M5.5 2.5c0 3.5 5 4 5 5.5s-5 2-5 5.5M10.5 2.5c0 3.5-5 4-5 5.5s5 2 5 5.5" />,
  'off-schedule': <path d="M13.3 9.6A5.8 5.8 0 0 1 6.4 2.7a5.8 5.8 0 1 0 6.9 6.9z" />,
  healthy: <path d="m3.5 8.5 3 3 6-7" />,
  maintenance: (
    <path d="M10.2 2.6a3.4 3.4 0 0 0-3.6 4.6L2.5 11.3l2.2 2.2 4.1-4.1a3.4 3.4 0 0 0 4.6-3.6l-2 2-2-.6-.6-2z" />
  ),
  warn: <path d="M8 2.5 14 13H2zM8 6.5v3M8 11.3v.1" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3.3 3.3" />
    </>
  ),
  down: <path d="m4 6 4 4 4-4" />,
  left: <path d="m10 4-4 4 4 4" />,
  right: <path d="m6 4 4 4-4 4" />,
  wall: (
    <path d="M3 2.5h3a1 1 0 0 1 1 1V6a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V3.5a1 1 0 0 1 1-1zM10 2.5h3a1 1 0 0 1 1 1V6a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1V3.5a1 1 0 0 1 1-1zM3 9h3a1 1 0 0 1 1 1v2.5a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1zM10 9h3a1 1 0 0 1 1 1v2.5a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1z" />
  ),
  list: <path d="M5.5 4H14M5.5 8H14M5.5 12H14M2.2 4h.1M2.2 8h.1M2.2 12h.1" />,
  report: <path d="M3 13V8.5M8 13V3M13 13V6.5" />,
  system: (
    <>
      <rect x="2" y="2.5" width="12" height="4.5" rx="1.2" />
      <rect x="2" y="9" width="12" height="4.5" rx="1.2" />
      <path d="M4.6 4.8h.1M4.6 11.2h.1" />
    </>
  ),
  plus: <path d="M8 3v10M3 8h10" />,
  live: (
    <>
      <circle className="f" cx="8" cy="8" r="2.6" />
      <circle cx="8" cy="8" r="5.6" opacity=".45" />
    </>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path className="f" d="M8 2.2a5.8 5.8 0 0 1 0 11.6z" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.3" />
      <path d="M10.5 5.5v-2A1 1 0 0 0 9.5 2.5h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
    </>
  ),
  export: <path d="M8 2.5v7.5m-3-3 3 3 3-3M3 13.5h10" />,
  eye: (
    <>
      <path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8z" />
      <circle cx="8" cy="8" r="1.8" />
    </>
  ),
  flag: <path d="M3.5 14V2.5h8.5l-2 3.2 2 3.3H3.5" />,
  gear: (
    <>
      <path d="M2 5h6M12 5h2M2 11h2M8 11h6" />
      <circle cx="10" cy="5" r="1.8" />
      <circle cx="6" cy="11" r="1.8" />
    </>
  ),
  person: (
    <>
      <circle cx="8" cy="5.2" r="2.7" />
      <path d="M2.8 13.8c.5-2.9 2.6-4.4 5.2-4.4s4.7 1.5 5.2 4.4" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  trash: <path d="M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5" />
} satisfies Readonly<Record<string, ReactElement>>

export type IconName = keyof typeof ICON_SHAPES
