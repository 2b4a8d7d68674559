/** `?`: the keys of this screen and of the whole window, and the switch for single keys. */
import { listCommands, useCommands } from '../stores/commands'
import { usePreferences } from '../stores/preferences'
import { useView } from '../stores/view'
import { Dialog } from '../ui/dialog'
import { Kbd } from '../ui/kbd'
import { Switch } from '../ui/switch'
import { attempt } from './attempt'
import styles from './keys-sheet.module.css'

export function KeysSheet() {
  const owned = useCommands((state) => state.owned)
  const showSheet = useView((state) => state.showSheet)
  const { singleKeys, change } = usePreferences()
  const { shell = [], ...screens } = owned
  const groups = [
    { title: 'This screen', commands: listCommands(screens).filter((command) => command.keys) },
    { title: 'Everywhere', commands: shell.filter((command) => command.keys) },
  ]
  return (
    <Dialog title="Keys" onClose={() => showSheet(null)}>
      {groups
        .filter((group) => group.commands.length > 0)
        .map((group) => (
          <section key={group.title} className={styles.group}>
            <h3 className={styles.title}>{group.title}</h3>
            <dl className={styles.list}>
              {group.commands.map((command) => (
                <div key={command.id} className={styles.row}>
                  <dt>{command.label}</dt>
                  <dd>
                    <Kbd keys={command.keys!} />
                  </dd>
                </div>
              ))}
              {group.title === 'Everywhere' && (
                <div className={styles.row}>
                  <dt>Next region of the window</dt>
                  <dd>
                    <Kbd keys="F6" />
                  </dd>
                </div>
              )}
            </dl>
          </section>
        ))}
      <label className={styles.single} htmlFor="single-keys">
        <span>
          <b>Single keys</b>
          <small>Keys without Ctrl. They are off while a field has focus in any case.</small>
        </span>
        <Switch id="single-keys" checked={singleKeys} onChange={(checked) => attempt(() => change({ singleKeys: checked }))} />
      </label>
    </Dialog>
  )
}
