/** How this browser or window looks; nobody else is touched. */
import { setTheme, themeNames, themes, useTheme } from '../../api/theme-choice.ts'
import { Section } from '../../ui/page.tsx'
import { Segments } from '../../ui/segments.tsx'

const options = themes.map((theme) => ({ value: theme, label: themeNames[theme] }))

export const AppearancePanel = () => (
  <Section
    id="appearance"
    title="Appearance"
    text="For this browser on this machine only."
    actions={<Segments label="Theme" value={useTheme()} options={options} onChange={setTheme} />}
  />
)
