import type { Classification } from '#core/assets/kinds'

const SHAPES = {
  public: { letter: 'P', label: 'Public', path: 'M8 1.300a6.700 6.700 0 1 1 0 13.400 6.700 6.700 0 0 1 0-13.400z', isFilled: false },
  internal: {
    letter: 'I',
    label: 'Internal',
    path: 'M4.200 1.700h7.600a2.500 2.500 0 0 1 2.500 2.500v7.600a2.500 2.500 0 0 1-2.500 2.500H4.200a2.500 2.500 0 0 1-2.500-2.500V4.200a2.500 2.500 0 0 1 2.500-2.500z',
    isFilled: false,
  },
  confidential: { letter: 'C', label: 'Confidential', path: 'M8 .8l6.300 3.600v7.200L8 15.200l-6.300-3.600V4.400z', isFilled: true },
  restricted: { letter: 'R', label: 'Restricted', path: 'M5.100 1h5.800L15 5.100v5.800L10.900 15H5.100L1 10.900V5.100z', isFilled: true },
} as const

/** The words for a level; none is "Not classified", never public. */
export function levelLabel(level: Classification | null): string {
  return level === null ? 'Not classified' : SHAPES[level].label
}

function Shape({ level }: { level: Classification | null }) {
  if (level === null) {
    return <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.2" strokeDasharray="2.4 2" />
  }
  const { letter, path, isFilled } = SHAPES[level]
  return (
    <>
      <path d={path} fill={isFilled ? 'currentColor' : 'none'} stroke={isFilled ? 'none' : 'currentColor'} strokeWidth="1.3" />
      <text x="8" y="11" fill={isFilled ? 'var(--sb-on-cls)' : 'currentColor'}>
        {letter}
      </text>
    </>
  )
}

/** Shape alone: only where a head or the row says that it is the level. */
export function LevelShape({ level }: { level: Classification | null }) {
  return (
    <span className={`cls ${level ?? 'none'}`} title={levelLabel(level)}>
      <svg viewBox="0 0 16 16" role="img" aria-label={levelLabel(level)}>
        <Shape level={level} />
      </svg>
    </span>
  )
}

/** Shape with its word. `look` pill stands in title lines, plain in tables. */
export function Level({ level, look = 'plain' }: { level: Classification | null; look?: 'plain' | 'pill' }) {
  return (
    <span className={`cls ${level ?? 'none'} ${look === 'pill' ? 'pill' : ''}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <Shape level={level} />
      </svg>
      {levelLabel(level)}
    </span>
  )
}
