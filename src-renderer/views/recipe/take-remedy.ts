/** What a gate's button does: prepares, opens or measures. Nothing is started by it but a measurement of seconds. */
import type { GateRemedy } from '@shared/domain/recipe'
import { attempt } from '../../app/attempt'
import { useInspections } from '../../stores/inspections'
import { useRecipes } from '../../stores/recipe'
import { useView } from '../../stores/view'
import { takeFix } from '../data/study-changes'
import type { OpenRecipe } from './use-recipe'

export function takeRemedy({ label, does }: GateRemedy, { study, look }: OpenRecipe): void {
  const view = useView.getState()
  if (does.kind === 'open') view.goTo(does.stage)
  else if (does.kind === 'measure') {
    if (look) attempt(() => useRecipes.getState().measure(look))
  } else if (does.kind === 'prepare') {
    useRecipes.getState().prepare(study.id, does.change)
    view.goTo('train')
    view.notify({ tone: 'good', text: `${label}: filled in on Train.`, hint: 'Look it over and press Train.' })
  } else {
    const findings = useInspections.getState().looks[study.id]?.inspection?.findings ?? []
    const fix = findings.find(({ code, fix }) => code === does.code && fix !== null)?.fix
    view.goTo('data')
    if (fix) takeFix(study, fix)
  }
}
