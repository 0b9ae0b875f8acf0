/** An entry's place in the chain: the sentence, the links of the picture, and the text one can show an auditor. */
import type { AuditEntryDetail, EntryProof } from '../../../shared/contract/audit.ts'
import { formatCount, formatCounted, formatUtc } from '../../ui/format.ts'

/** The entry itself, and not one above it, is not as it was written. */
export const isBrokenHere = ({ state, brokenAt, entry }: EntryProof): boolean =>
  state === 'broken' && (brokenAt ?? entry.sequence) <= entry.sequence

export const proofSentence = ({ state, reason }: EntryProof): { title: string; text: string } => {
  if (state === 'broken') return { title: 'Broken.', text: reason ?? 'What is stored does not match its hash.' }
  if (state === 'unsigned' && reason) return { title: 'Not proved.', text: reason }
  if (state === 'unsigned')
    return { title: 'Not signed yet.', text: 'It agrees with its hash and its neighbours; the next signed head of the log will cover it.' }
  return { title: 'Proved.', text: 'Unchanged since it was written: its hash, its neighbours and the signed head above it agree.' }
}

/** How a link hangs on the next older one; `cut` where the chain does not hold. */
export type Joint = 'solid' | 'dotted' | 'cut'
export interface PictureLink {
  kind: 'here' | 'entry' | 'head'
  sequence: number
  atMs: number
  hash: string
  /** Entries between this link and the one below that the picture leaves out. */
  leftOut: number
  /** Null below the last link. */
  below: Joint | null
}

/** Newest first, as the list is. */
export const chainPicture = (proof: EntryProof): PictureLink[] => {
  const { entry, newer, older, head, brokenAt } = proof
  const joint = (upper: number, lower: number): Joint => {
    if (brokenAt !== null && lower < brokenAt && brokenAt <= upper) return 'cut'
    return upper - lower > 1 ? 'dotted' : 'solid'
  }
  const links: Omit<PictureLink, 'below' | 'leftOut'>[] = []
  if (head) links.push({ kind: 'head', sequence: head.sequence, atMs: head.atMs, hash: head.hash })
  if (newer) links.push({ kind: 'entry', ...newer })
  links.push({ kind: 'here', ...entry })
  if (older) links.push({ kind: 'entry', ...older })
  // A head stands on an entry: it comes above its own and below all newer ones.
  const rank = { head: 0, here: 1, entry: 1 }
  const ordered = links.toSorted((a, b) => b.sequence - a.sequence || rank[a.kind] - rank[b.kind])
  return ordered.map((link, at) => {
    const next = ordered[at + 1]
    if (!next) return { ...link, leftOut: 0, below: null }
    return {
      ...link,
      leftOut: Math.max(0, link.sequence - next.sequence - 1),
      below: link.kind === 'head' && link.sequence === next.sequence ? 'solid' : joint(link.sequence, next.sequence),
    }
  })
}

/** `7c1e 44b0 … d2f8 09af` */
export const shortHash = (hash: string): string => {
  const groups = hash.match(/.{1,4}/g) ?? []
  return groups.length <= 4 ? groups.join(' ') : [...groups.slice(0, 2), '…', ...groups.slice(-2)].join(' ')
}

/** Plain text for whoever checks by hand. */
export const proofText = ({ entry, proof }: AuditEntryDetail): string => {
  const { title, text } = proofSentence(proof)
  const lines = [
    `Gatehouse audit log, entry ${formatCount(entry.sequence)} of ${formatUtc(entry.atMs)}`,
    `${entry.action}: ${entry.message}`,
    `${title} ${text}`,
    `Hash: ${proof.entry.hash}`,
    `Hash of the entry before: ${proof.entry.previousHash || 'none, it is the first'}`,
  ]
  if (proof.head) {
    const above = proof.head.sequence - entry.sequence
    lines.push(
      `Signed head: over entry ${formatCount(proof.head.sequence)}${above > 0 ? `, ${formatCounted(above, 'entry', 'entries')} above` : ''}, ${formatUtc(proof.head.atMs)}, key ${proof.head.keyId}`,
      `Hash of the head: ${proof.head.hash}`,
    )
  }
  return lines.join('\n')
}
