/** Mixing of the domains class by class at the checkpoint in view: which classes have found each other, and which have not. */
import type { ClassAlignment } from '@shared/domain/alignment'
import styles from './class-mixing.module.css'

export interface ClassMixingProps {
  readonly classes: readonly ClassAlignment[]
  readonly classNames: readonly string[]
  /** Colour slot of each class; -1 for grey. */
  readonly slots: readonly number[]
}

/** Bars go to 1, complete mixing; more is cut off. A class without images in one of the domains says so. */
export function ClassMixing({ classes, classNames, slots }: ClassMixingProps) {
  if (classes.length === 0) return <p className={styles.note}>Measured at the next checkpoint.</p>
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>Class</th>
          <th title="Neighbours from the other domain over what complete mixing would give">Mixed, 0 to 1</th>
          <th title="Between the class's means, in standard deviations within it">Distance</th>
        </tr>
      </thead>
      <tbody>
        {classes.map(({ classId, source, target, distance, mixing }) => (
          <tr key={classId} title={`${source} source images, ${target} target images predicted so`}>
            <th scope="row">{classNames[classId] ?? classId}</th>
            <td>
              {mixing === null || source === 0 || target === 0 ? (
                <span className={styles.none}>{target === 0 ? 'no target image predicted so' : 'no source image'}</span>
              ) : (
                <span className={styles.bar}>
                  <span
                    style={{
                      width: `${100 * Math.min(1, mixing)}%`,
                      background: (slots[classId] ?? -1) < 0 ? 'var(--axis)' : `var(--class-${slots[classId]}-source)`,
                    }}
                  />
                </span>
              )}
              {mixing !== null && source > 0 && target > 0 && mixing.toFixed(2)}
            </td>
            <td>{distance === null ? '–' : distance.toFixed(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
