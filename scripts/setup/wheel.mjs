/** Pinned Python wheels, fetched by pip into the cache of downloads. */
import { obtain } from './download.mjs'
import { findPip, pipDownload } from './pip.mjs'
import { SetupProblem } from './setup-problem.mjs'

/** The cached or freshly fetched wheel of `pin`. `missingPip`: what to say where no pip answers, as `[what, remedy]`. */
export function obtainWheel({ paths, env, report, log, client }, pin, missingPip) {
  return obtain({
    folder: paths.downloads,
    pin,
    label: `${pin.name} ${pin.version}`,
    report,
    async fetchInto(folder) {
      const pip = await findPip({ env, log, client })
      if (pip === null) throw new SetupProblem(...missingPip)
      await pipDownload({ pip, pin, folder, env, log, client })
    },
  })
}
