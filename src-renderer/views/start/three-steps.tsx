/** The whole lab in one picture: two clouds apart, a network that pulls them together, and the proof. */
import styles from './three-steps.module.css'

/** Offsets of seven marks around a cluster's centre, by hand so that they read as a cloud. */
const cloud = [
  [0, 0],
  [9, -4],
  [-8, -6],
  [6, 7],
  [-7, 6],
  [15, 4],
  [0, -11],
] as const

const clusters = [
  { hue: 1, x: 66, y: 26 },
  { hue: 2, x: 92, y: 62 },
  { hue: 0, x: 44, y: 96 },
] as const

/** While `waiting` it only keeps its place, so that nothing moves when it appears. */
export function ThreeSteps({ waiting }: { readonly waiting: boolean }) {
  return (
    <ol className={styles.steps} aria-label="Three steps" data-waiting={waiting || undefined}>
      <li>
        <svg viewBox="0 0 240 120" aria-hidden="true">
          <Clouds apart={104} />
        </svg>
        <b>1 · Bring two domains</b>
        <p>A source with labels, a target from elsewhere. The network holds them apart.</p>
      </li>
      <li>
        <svg viewBox="0 0 240 120" aria-hidden="true">
          <Clouds apart={34} trails />
        </svg>
        <b>2 · Adapt</b>
        <p>Training pulls the clouds together while you watch. Target labels stay sealed.</p>
      </li>
      <li>
        <svg viewBox="0 0 240 120" aria-hidden="true">
          <Intervals />
        </svg>
        <b>3 · See whether it helps</b>
        <p>Each method beside source-only, over several seeds, with its interval.</p>
      </li>
    </ol>
  )
}

function Clouds({ apart, trails = false }: { readonly apart: number; readonly trails?: boolean }) {
  return (
    <>
      {clusters.map(({ hue, x, y }) =>
        cloud.map(([dx, dy]) => (
          <g key={`${hue} ${dx} ${dy}`}>
            {trails && (
              <line
                x1={x + dx + 104}
                y1={y + dy - 4}
                x2={x + dx + apart}
                y2={y + dy - 2}
                stroke={`var(--class-${hue}-target)`}
                strokeOpacity="0.35"
              />
            )}
            <circle cx={x + dx} cy={y + dy} r="2.8" fill={`var(--class-${hue}-source)`} />
            <path
              d={`M${x + dx + apart + 3} ${y + dy - 6}l3.6 6.2h-7.2z`}
              fill="none"
              stroke={`var(--class-${hue}-target)`}
              strokeWidth="1.3"
              strokeLinejoin="round"
            />
          </g>
        )),
      )}
    </>
  )
}

function Intervals() {
  const rows = [
    { y: 28, mean: 196, half: 7, tone: 'var(--axis)' },
    { y: 60, mean: 150, half: 22, tone: 'var(--accent)' },
    { y: 92, mean: 84, half: 12, tone: 'var(--axis)' },
  ]
  return (
    <>
      <line x1="84" x2="84" y1="10" y2="110" stroke="var(--axis)" strokeDasharray="2 3" />
      {rows.map(({ y, mean, half, tone }) => (
        <g key={y} stroke={tone}>
          <line x1={mean - half} x2={mean + half} y1={y} y2={y} strokeWidth="7" strokeLinecap="round" strokeOpacity="0.28" />
          {[-0.6, 0.1, 0.7].map((at) => (
            <line key={at} x1={mean + half * at} x2={mean + half * at} y1={y - 7} y2={y + 7} strokeWidth="1.3" />
          ))}
          <path d={`M${mean} ${y - 5.5}l5 9h-10z`} fill="var(--surface)" strokeWidth="2" />
        </g>
      ))}
    </>
  )
}
