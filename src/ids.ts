// How identifiers look. Prefixes are Auth0's; what follows them is ours.
import { randomBytes, randomInt } from 'node:crypto'

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

function alphanumeric(length: number): string {
  let out = ''
  for (let i = 0; i < length; i++) out += ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]
  return out
}

const prefixed = (prefix: string) => () => `${prefix}_${alphanumeric(16)}`

export const newConnectionId = prefixed('con')
export const newRoleId = prefixed('rol')
export const newClientGrantId = prefixed('cgr')
export const newCredentialId = prefixed('cred')
export const newRefreshTokenId = prefixed('rt')
export const newLogStreamId = prefixed('lst')
export const newTokenExchangeProfileId = prefixed('tep')
export const newUserAttributeProfileId = prefixed('uap')
export const newJobId = prefixed('job')
export const newCustomDomainId = prefixed('cd')
export const newThemeId = () => alphanumeric(32)
export const newNetworkAclId = () => `acl_${alphanumeric(22)}`
/** Auth0: what it is, and which */
export const newAuthenticationMethodId = (type: string) => `${type}|dev_${alphanumeric(16)}`
/** Auth0's length. */
export const newPhoneProviderId = () => `pro_${alphanumeric(22)}`
export const newPhoneTemplateId = () => `tem_${alphanumeric(22)}`
/** Of what is sent to somebody's server: the same each time it is sent. */
export const newMessageId = () => `msg_${alphanumeric(22)}`
export const newConsentId = () => randomBytes(12).toString('hex')
export const newResourceServerId = () => randomBytes(12).toString('hex')
export const newClientId = () => alphanumeric(32)
/** Auth0: a client that a third party registered. */
export const newThirdPartyClientId = () => `tpc_${alphanumeric(28)}`
/** Longest where it is the URL of a document (OAuth Client ID Metadata Document). */
export const MAX_CLIENT_ID = 248
export const newClientSecret = () => alphanumeric(64)

/** 24 hex digits that sort by time: 6 bytes of milliseconds, 6 of randomness. */
export function newIdentityUserId(now: Date): string {
  return now.getTime().toString(16).padStart(12, '0') + randomBytes(6).toString('hex')
}

let newest = { ms: 0, sequence: 0 }

/**
 * A log event's id: sorts by time and carries it, so that a look-up by id finds its month. Ids that one process gives in one millisecond sort
 * in the order in which they were given.
 * Shape: `900` + yyyymmddhhmmssSSS (UTC) + 6 digits of a sequence + 12 random digits.
 */
export function newLogId(now: Date): string {
  const ms = now.getTime()
  newest = { ms, sequence: ms === newest.ms ? newest.sequence + 1 : 0 }
  const digits = (n: number) => String(n).padStart(6, '0')
  const random = digits(randomInt(1_000_000)) + digits(randomInt(1_000_000))
  return `900${now.toISOString().replace(/\D/g, '')}${digits(newest.sequence % 1_000_000)}${random}`
}

/** The moment a log id carries, or undefined when it is not one of ours. */
export function timeOfLogId(log_id: string): Date | undefined {
  const m = /^900(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{3})\d{18}$/.exec(log_id)
  if (!m) return undefined
  const date = new Date(`${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}.${m[7]}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** A bearer value: 256 bits, base64url. */
export const newBearerValue = () => randomBytes(32).toString('base64url')
