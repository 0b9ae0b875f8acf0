/** How a key begins and ends, told only where what is shown gives nothing away. */
import { recogniseText } from './provider.ts'

const tailCharacters = 4
const leastCharacters = 20
/** At most this share of a key is shown. */
const shownShare = 1 / 3

/** "sk-proj-…7Fq2"; of a short key, of many lines or of unprintable ends only its length: "12 characters". */
export const hintOf = (text: string): string => {
  const characters = Array.from(text.trim())
  const { provider, prefix } = recogniseText(text)
  const tail = characters.slice(-tailCharacters).join('')
  const shown = Array.from(prefix).length + tailCharacters
  const mayShow = provider !== 'private-key' && characters.length >= leastCharacters && shown <= characters.length * shownShare
  if (mayShow && !/[\p{C}\s]/u.test(tail)) return `${prefix}…${tail}`
  const length = Array.from(text).length
  return length === 1 ? '1 character' : `${length} characters`
}
