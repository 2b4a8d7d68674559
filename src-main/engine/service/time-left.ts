/** Time left of a run, with how sure that is, from the speed seen so far. */

export interface TimeLeft {
  readonly secondsLeft: number | null
  readonly secondsLeftSpread: number | null
}

export interface TimeLeftEstimator {
  /** Work done since the last call: images trained on and the seconds it took, evaluation included. */
  add(images: number, seconds: number): void
  estimate(): TimeLeft
}

/** Silent until 3 % of the work or 5 s have passed; `totalImages` counts every image of every step still to do. */
export function createTimeLeft(totalImages: number): TimeLeftEstimator {
  let doneImages = 0
  let doneSeconds = 0
  const rates: number[] = []
  return {
    add(images, seconds) {
      doneImages += images
      doneSeconds += seconds
      if (images > 0 && seconds > 0) rates.push(images / seconds)
      if (rates.length > 50) rates.shift()
    },
    estimate() {
      if (doneImages === 0 || (doneImages < 0.03 * totalImages && doneSeconds < 5)) return { secondsLeft: null, secondsLeftSpread: null }
      const secondsLeft = (Math.max(0, totalImages - doneImages) * doneSeconds) / doneImages
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
      const deviation = Math.sqrt(rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / rates.length)
      return { secondsLeft, secondsLeftSpread: secondsLeft * Math.max(0.03, deviation / mean / Math.sqrt(rates.length)) }
    },
  }
}
