/** The schedules of a trial in training: the method's own, and what was drawn over their future. */
import { AppError } from '@shared/contract/failure'
import type { ScheduleCurve, ScheduleEdit, SchedulePoint } from '@shared/domain/schedule'

export type ScheduleValues = Readonly<Record<string, number>>

/** Points of a planned curve beside its first. */
const curveParts = 96

export class ScheduleBook {
  /** In the order they were made; a later one decides from its own step on. */
  private readonly edits: ScheduleEdit[]
  private nextStep = 0

  /** `schedules`: the method's own values at training progress p. */
  constructor(
    private readonly schedules: (progress: number) => ScheduleValues,
    private readonly steps: number,
    edits: readonly ScheduleEdit[] = [],
  ) {
    this.edits = [...edits]
  }

  get names(): string[] {
    return Object.keys(this.schedules(0))
  }

  /** Values of a step that is about to be done: a function of the step and of the changes made before it. */
  take(step: number): ScheduleValues {
    this.nextStep = step + 1
    return this.valuesAt(step)
  }

  /** Makes a change that holds from the next step on. Throws `invalid-input` for a schedule that the method does not have. */
  edit(name: string, points: readonly SchedulePoint[]): ScheduleEdit {
    this.requireName(name)
    const edit: ScheduleEdit = { name, fromStep: this.nextStep, points: [...points] }
    this.edits.push(edit)
    return edit
  }

  /** Throws `invalid-input`, naming the method's schedules. */
  requireName(name: string): void {
    if (this.names.includes(name)) return
    throw new AppError(
      'invalid-input',
      `There is no schedule named "${name}" here.`,
      `Known: ${this.names.join(', ')}.`,
      `schedule.${name}`,
    )
  }

  /** Every schedule over all of training, as it stands now. */
  planned(): ScheduleCurve[] {
    const at = Array.from({ length: curveParts + 1 }, (_, part) => Math.round((part / curveParts) * this.steps))
    const values = at.map((step) => this.valuesAt(step))
    return this.names.map((name) => ({ name, progress: at.map((step) => step / this.steps), value: values.map((one) => one[name]) }))
  }

  private valuesAt(step: number): ScheduleValues {
    const own = this.schedules(step / this.steps)
    return Object.fromEntries(
      Object.entries(own).map(([name, value]) => {
        const edit = this.edits.findLast((one) => one.name === name && one.fromStep <= step)
        return [name, edit === undefined ? value : onPolyline(edit.points, step / this.steps)]
      }),
    )
  }
}

/** Straight between corners, level before the first and after the last. */
function onPolyline(points: readonly SchedulePoint[], progress: number): number {
  const next = points.findIndex((point) => point.progress > progress)
  if (next === -1) return points[points.length - 1].value
  if (next === 0) return points[0].value
  const [before, after] = [points[next - 1], points[next]]
  const part = (progress - before.progress) / (after.progress - before.progress)
  return before.value + part * (after.value - before.value)
}
