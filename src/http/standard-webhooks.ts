// Standard Webhooks: how what Lintel sends to somebody's server says that it is from here. `v1` is HMAC-SHA256.
import { createHmac, randomBytes } from 'node:crypto'
import { type TString, Type } from 'typebox'
import { invalidProperty } from '../errors.ts'

const PREFIX = 'whsec_'

export const newSigningSecret = (): string => `${PREFIX}${randomBytes(32).toString('base64')}`

export const SigningSecret = (description: string): TString =>
  Type.String({ pattern: '^whsec_[A-Za-z0-9+/]{32,88}={0,2}$', description })

const keyOf = (secret: string) => Buffer.from(secret.slice(PREFIX.length), 'base64')

/** What the pattern cannot say. @param property where it stands in the body */
export function checkSigningSecret(secret: string, property: string): void {
  const { length } = keyOf(secret)
  if (length < 24 || length > 64) throw invalidProperty('Must be whsec_ and 24 to 64 bytes as base64', property)
}

/** The headers of a message. @param id the same each time it is sent */
export function webhookHeaders(secret: string, id: string, body: string, now: Date): { [name: string]: string } {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
