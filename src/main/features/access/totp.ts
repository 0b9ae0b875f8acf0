/** TOTP (RFC 6238: SHA-1, six digits, 30 s steps): secrets, QR codes, and whether a code is right, used or of another time. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { generateSync, generateURI, ScureBase32Plugin, verifySync } from 'otplib'
import qrcode from 'qrcode'
import type { Ids } from '../../../ports/ids.ts'

export const stepMs = 30_000
/** 160 bits, as RFC 4226 recommends. */
const secretBytes = 20
const issuer = 'Gatehouse'
/** How far the search for a wrong clock goes, each way. */
const searchedSteps = 24 * 120
const stepsPerTurn = 240

const base32 = new ScureBase32Plugin()

export const stepAt = (nowMs: number): number => Math.floor(nowMs / stepMs)

/** Until the step after this one begins. */
export const msToStepAfter = (step: number, nowMs: number): number => (step + 1) * stepMs - nowMs

export const makeTotpSecret = (ids: Ids): Buffer => Buffer.from(ids.token(secretBytes), 'base64url')

export const base32Of = (secret: Uint8Array): string => base32.encode(secret).replace(/=+$/, '')

/** Rows of the QR code that an authenticator scans; true is dark. Without the quiet zone. */
export const qrRowsOf = (userName: string, secret: Uint8Array): boolean[][] => {
  const { modules } = qrcode.create(generateURI({ issuer, label: userName, secret: base32Of(secret) }), { errorCorrectionLevel: 'M' })
  return Array.from({ length: modules.size }, (_, row) =>
    Array.from({ length: modules.size }, (_, column) => modules.get(row, column) === 1),
  )
}

export type CodeVerdict =
  | { kind: 'right'; step: number }
  /** Right, but of a step that was accepted already (or lies before one); `nextInMs` until the next step begins. */
  | { kind: 'used'; nextInMs: number }
  | { kind: 'wrong' }

/** Accepts the step of now, the one before and the one after, and none at or below `lastStep`. `code`: six digits. */
export const checkCode = (secret: Uint8Array, code: string, nowMs: number, lastStep: number): CodeVerdict => {
  const found = (afterTimeStep?: number) =>
    verifySync({ secret, token: code, epoch: Math.floor(nowMs / 1000), epochTolerance: stepMs / 1000, afterTimeStep })
  const nowStep = stepAt(nowMs)
  // Where our clock was set back, no step that may still be accepted lies in the window, and otplib refuses to look.
  const fresh = lastStep > nowStep ? ({ valid: false } as const) : found(lastStep)
  if (fresh.valid && 'timeStep' in fresh) return { kind: 'right', step: fresh.timeStep }
  if (!found().valid) return { kind: 'wrong' }
  return { kind: 'used', nextInMs: msToStepAfter(Math.max(nowStep, lastStep), nowMs) }
}

/**
 * Whether a wrong code is right for another time within a day: how far the authenticator's clock is from ours
 * (its time minus ours, in whole steps), nearest first; null where it is right for none. Its answer never accepts anything.
 */
export const findClockOffset = async (secret: Uint8Array, code: string, nowMs: number): Promise<number | null> => {
  for (let distance = 2; distance <= searchedSteps; distance++) {
    for (const offsetMs of [-distance * stepMs, distance * stepMs])
      if (nowMs + offsetMs >= 0 && generateSync({ secret, epoch: Math.floor((nowMs + offsetMs) / 1000) }) === code) return offsetMs
    if (distance % stepsPerTurn === 0) await nextTurn()
  }
  return null
}
