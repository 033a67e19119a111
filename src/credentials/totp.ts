// Authenticator apps: time-based one-time passwords (RFC 6238) as every app supports them, six digits of SHA-1 every thirty seconds.
import { Secret, TOTP } from 'otpauth'

const PERIOD_SECONDS = 30
/** RFC 6238 §5.2: a clock may be one step off. */
const WINDOW = 1
/** RFC 4226 §4, R6: 160 bits. */
const SECRET_BYTES = 20

/** Base32, without padding. */
export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32

/** RFC 4226 §4, R6: of others' making, no fewer than 80 bits. */
export const isTotpSecret = (text: string): boolean => /^[A-Z2-7]{16,}$/.test(text)

/** For an app to scan (Google Authenticator's key URI format). */
export const totpUri = (secret: string, { issuer, account }: { issuer: string; account: string }): string =>
  new TOTP({ issuer, label: account, secret, period: PERIOD_SECONDS }).toString()

/** The time step whose code this is; undefined: it is none of now. Whether the step was used before, the caller's to know (RFC 6238 §5.2). */
export function totpStep(secret: string, code: string, now: Date): number | undefined {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  const timestamp = now.getTime()
  const delta = new TOTP({ secret, period: PERIOD_SECONDS }).validate({ token, timestamp, window: WINDOW })
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta
}
