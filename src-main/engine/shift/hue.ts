/** Hue: turns the colour circle by an angle in HSV; greys stay grey. ImageNet-C has none; the levels are our own. */
import { defineShift } from './shift'

export const hue = defineShift({
  id: 'hue',
  label: 'Hue',
  family: 'colour',
  summary: 'Turns all colours around the colour circle, as a wrong white balance does in the extreme.',
  unit: '°',
  decimals: 0,
  amounts: [0, 36, 72, 108, 144, 180],
  levels: 'own',
  apply({ pixels }, to, degrees) {
    const turn = degrees / 60
    for (let at = 0; at < pixels.length; at += 3) {
      const red = pixels[at]
      const green = pixels[at + 1]
      const blue = pixels[at + 2]
      const top = Math.max(red, green, blue)
      const chroma = top - Math.min(red, green, blue)
      if (chroma === 0) {
        to[at] = red
        to[at + 1] = green
        to[at + 2] = blue
        continue
      }
      const sixth = top === red ? (green - blue) / chroma + 6 : top === green ? (blue - red) / chroma + 2 : (red - green) / chroma + 4
      to[at] = channel(sixth + turn + 5, top, chroma)
      to[at + 1] = channel(sixth + turn + 3, top, chroma)
      to[at + 2] = channel(sixth + turn + 1, top, chroma)
    }
  },
})

/** HSV → RGB for one channel: V − C·max(0, min(k, 4 − k, 1)), k the channel's distance on the circle in sixths. */
function channel(sixths: number, top: number, chroma: number): number {
  const k = sixths % 6
  return top - chroma * Math.max(0, Math.min(k, 4 - k, 1))
}
