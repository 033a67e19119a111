// Codes that a person types: sent ones, and the recovery codes that she keeps.
import { randomInt } from 'node:crypto'

const DIGITS = '0123456789'
/** Auth0's; without what is read for something else. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

function random(alphabet: string, length: number): string {
  let out = ''
  for (let i = 0; i < length; i++) out += alphabet[randomInt(alphabet.length)]
  return out
}

/** Eight digits unless told: five tries find one of twenty million. */
export const newOneTimeCode = (length = 8): string => random(DIGITS, length)

/** 24 characters of five bits each (Auth0's length). */
export const newRecoveryCode = (): string => random(LETTERS, 24)

/** As it is compared: a person may type spaces and dashes, and letters as she likes. */
export const readRecoveryCode = (typed: string): string => readOneTimeCode(typed).toUpperCase()
export const readOneTimeCode = (typed: string): string => typed.replace(/[\s\p{Pd}]/gu, '')
