/** The keys of a shortcut, drawn one by one. */
import { KeyHint, modifier } from '../ui/key-hint.tsx'

const names: Record<string, string> = { Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓' }

export const KeySequence = ({ keys }: { keys: string }) => (
  <span className="inline-flex gap-1">
    {keys.split(' ').map((chord, at) => {
      const key = chord.replace('mod+', '')
      const name = names[key] ?? (key.length === 1 ? key.toUpperCase() : key)
      return <KeyHint key={at}>{chord.startsWith('mod+') ? `${modifier}${name}` : name}</KeyHint>
    })}
  </span>
)
