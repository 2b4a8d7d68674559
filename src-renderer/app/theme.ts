/** Puts theme and projector mode on the root element, where the tokens read them. */
import { useEffect } from 'react'
import { usePreferences } from '../stores/preferences'

export function useTheme(): void {
  const theme = usePreferences((state) => state.theme)
  const projector = usePreferences((state) => state.projector)
  useEffect(() => {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset.theme
    else dataset.theme = theme
    if (projector) dataset.mode = 'projector'
    else delete dataset.mode
  }, [theme, projector])
}
