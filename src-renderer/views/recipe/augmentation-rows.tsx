/** What each random augmentation makes of the study's own images: asked for when it is opened. */
import type { AugmentationPicture } from '@shared/domain/augmentation-picture'
import { useEffect, useState } from 'react'
import { tryAction } from '../../app/attempt'
import { engine } from '../../app/services'
import type { RecipeLook } from '../../stores/recipe'
import { ImageCanvas } from '../../ui/image-canvas'
import { stripImage } from '../../ui/strip-image'
import styles from './augmentation-rows.module.css'

const images = 10

export function AugmentationRows({ look: { pair, setup } }: { readonly look: RecipeLook }) {
  const [shown, setShown] = useState(false)
  const [picture, setPicture] = useState<AugmentationPicture | null>(null)
  const key = JSON.stringify([pair, setup])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for pair and set-up
  useEffect(() => {
    let gone = false
    if (!shown) return
    void tryAction(() => engine.call('recipe.augmentation', { pair, setup, count: images })).then((drawn) => {
      if (drawn && !gone) setPicture(drawn)
    })
    return () => {
      gone = true
    }
  }, [key, shown])
  return (
    <details className={styles.details} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>What augmentation does to your images</summary>
      {picture ? <Rows picture={picture} /> : <p className={styles.note}>The images are being drawn …</p>}
    </details>
  )
}

function Rows({ picture: { size, count, rows } }: { readonly picture: AugmentationPicture }) {
  const places = Array.from({ length: count }, (_, at) => at)
  return (
    <>
      <table className={styles.table}>
        <tbody>
          {rows.map(({ id, label, strength, on, pixels }) => (
            <tr key={id} data-off={!on || undefined}>
              <th scope="row">
                {label}
                <small>{on ? strength : `${strength}; off`}</small>
              </th>
              {places.map((at) => (
                <td key={at}>
                  <ImageCanvas pixels={stripImage({ size, pixels }, at)} side={size} label={`Image ${at + 1}, ${label.toLowerCase()}`} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>The same training images in every row. A change suits them as long as you still see their class.</p>
    </>
  )
}
