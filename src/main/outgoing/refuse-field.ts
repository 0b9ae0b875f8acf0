/** Refuses what was given for one field of a form, with a sentence that says what to give instead. */
import { GatehouseError } from '../../shared/errors.ts'

export const refuseField = (field: string, sentence: string) => new GatehouseError('INVALID_INPUT', sentence, { field })
