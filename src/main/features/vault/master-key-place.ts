/** Where a master key may lie, and what that means, in sentences. */
import type { masterKeyPlaces } from '../../../shared/contract/console.ts'
import type { KeyPlace } from '../../../shared/contract/master-key.ts'

export type MasterKeyPlace = (typeof masterKeyPlaces)[number]

const variables = { file: 'GATEHOUSE_MASTER_KEY_FILE', environment: 'GATEHOUSE_MASTER_KEY' } as const
export const variableOf = (place: 'file' | 'environment'): string => variables[place]

/** As in "moved from the keychain to key slots". */
export const placeName = (place: KeyPlace): string => {
  switch (place) {
    case 'keychain':
      return 'the keychain'
    case 'file':
    case 'environment':
      return variables[place]
    case 'slots':
      return 'key slots'
  }
}

/** Where the master key lies and what that means, in a sentence. */
export const masterKeySentence = (place: MasterKeyPlace): string => {
  switch (place) {
    case 'none':
      return 'There is no master key before first run.'
    case 'keychain':
      return 'The master key lies in the keychain of this system, which opens when you sign in to the machine.'
    case 'file':
      return 'The master key comes from the file that GATEHOUSE_MASTER_KEY_FILE names. Keep a copy of it: without it the vault does not open.'
    case 'environment':
      return 'The master key comes from GATEHOUSE_MASTER_KEY. Keep a copy of it: without it the vault does not open.'
    case 'slots':
      return 'The master key is wrapped by the password of each user who may open the vault, and lies nowhere else. After a start the vault is sealed until one of them signs in.'
  }
}

/** A key from outside that is not in force (any more) is not ours to delete. */
export const unusedGivenSentence = (place: 'file' | 'environment'): string =>
  `The key that ${variables[place]} gives is not in use. It came from outside, so the console does not delete it: take it out of the way the console is started, and destroy it if nothing else needs it.`

export interface PlaceFacts {
  inForce: KeyPlace
  /** Why the vault is not open; null where it is. */
  closed: string | null
  keychainRefusal: string | null
  given: 'file' | 'environment' | null
  /** The key that was given is the master key in force. */
  givenIsInForce: boolean
}

export interface PlaceChoice {
  place: KeyPlace
  possible: boolean
  sentence: string
}

const again = 'The master key lies here. Choosing it again makes a new one'

const choiceOfKeychain = ({ inForce, keychainRefusal }: PlaceFacts): Omit<PlaceChoice, 'place'> => {
  if (keychainRefusal !== null) return { possible: false, sentence: keychainRefusal }
  if (inForce === 'keychain') return { possible: true, sentence: `${again} and removes the old one.` }
  return { possible: true, sentence: 'A new master key is kept by this system and opens when you sign in to the machine.' }
}

const choiceOfGiven = (place: 'file' | 'environment', { given, givenIsInForce }: PlaceFacts): Omit<PlaceChoice, 'place'> => {
  const variable = variables[place]
  if (given !== place) return { possible: false, sentence: `The console was not started with ${variable}.` }
  if (givenIsInForce)
    return {
      possible: false,
      sentence: `The master key in force is the one that ${variable} gives. To change it, move to another place, start the console with another key, and move back.`,
    }
  return { possible: true, sentence: `The key that ${variable} gives becomes the master key. Keep a copy of it.` }
}

const choiceOfSlots = ({ inForce }: PlaceFacts): Omit<PlaceChoice, 'place'> => {
  const others = 'It asks for your password; other users get their slot at their next sign-in while the vault is open.'
  if (inForce === 'slots') return { possible: true, sentence: `${again}. ${others}` }
  return {
    possible: true,
    sentence: `A new master key is wrapped by passwords alone, and after each start the vault is sealed until somebody signs in. ${others}`,
  }
}

/** Each place, and why it cannot be chosen now where it cannot. */
export const placeChoices = (facts: PlaceFacts): PlaceChoice[] => {
  const choices: PlaceChoice[] = [
    { place: 'keychain', ...choiceOfKeychain(facts) },
    { place: 'file', ...choiceOfGiven('file', facts) },
    { place: 'environment', ...choiceOfGiven('environment', facts) },
    { place: 'slots', ...choiceOfSlots(facts) },
  ]
  const { closed } = facts
  return closed === null ? choices : choices.map(({ place }) => ({ place, possible: false, sentence: closed }))
}
