// One entry of an import: what it may say (Auth0's schema of bulk imports), what is wrong with it in Auth0's words, and how it is shown to whoever
// asks why it failed: without what proves who somebody is.
import { Ajv, type ErrorObject } from 'ajv'
import { type Static, Type } from 'typebox'
import {
  checkForeignHash,
  FOREIGN_ALGORITHMS,
  ForeignHashError,
  writeForeignHash,
} from '../../credentials/foreign-hash.ts'
import { LintelError } from '../../errors.ts'
import { check } from '../../http/body.ts'
import type { Connection } from '../../store/connections.ts'
import { isEmail } from '../../store/email-addresses.ts'
import type { JsonObject } from '../../store/schema.ts'
import type { ImportedUser, MfaFactor } from '../../store/user-imports.ts'
import { demandBoundedMetadata } from '../../store/users.ts'
import { CreateUser, checkUsername, refuseReserved } from '../users/input.ts'

export type EntryError = { code: string; message: string; path: string }

const Encoding = Type.Enum(['base64', 'hex', 'utf8'])
const Secret = Type.String({ minLength: 1, maxLength: 4_096 })
const encoded = Type.Object({ value: Secret, encoding: Type.Optional(Encoding) }, { additionalProperties: false })
const positive = Type.Optional(Type.Integer({ minimum: 1 }))

const CustomPasswordHash = Type.Object(
  {
    algorithm: Type.Enum([...FOREIGN_ALGORITHMS]),
    hash: Type.Object(
      {
        value: Secret,
        encoding: Type.Optional(Encoding),
        digest: Type.Optional(Type.String({ maxLength: 20 })),
        key: Type.Optional(encoded),
      },
      { additionalProperties: false },
    ),
    salt: Type.Optional(
      Type.Object(
        {
          value: Type.String({ maxLength: 4_096 }),
          encoding: Type.Optional(Encoding),
          position: Type.Optional(Type.Enum(['prefix', 'suffix'])),
        },
        { additionalProperties: false },
      ),
    ),
    password: Type.Optional(
      Type.Object(
        { encoding: Type.Optional(Type.Enum(['ascii', 'utf8', 'utf16le', 'ucs2', 'latin1', 'binary'])) },
        { additionalProperties: false },
      ),
    ),
    keylen: positive,
    cost: positive,
    blockSize: positive,
    parallelization: positive,
  },
  { additionalProperties: false },
)

const one = <T extends Parameters<typeof Type.Object>[0]>(properties: T) =>
  Type.Object(properties, { additionalProperties: false })

const MfaFactors = Type.Array(
  Type.Object(
    {
      // RFC 4226 §4 asks for 128 bits; what apps were given before is kept.
      totp: Type.Optional(one({ secret: Type.String({ pattern: '^[A-Z2-7]+$', minLength: 8, maxLength: 512 }) })),
      phone: Type.Optional(one({ value: Type.String({ pattern: '^\\+[0-9]{1,15}$' }) })),
      email: Type.Optional(one({ value: Type.String({ format: 'email' }) })),
    },
    { additionalProperties: false, minProperties: 1, maxProperties: 1 },
  ),
  { minItems: 1, maxItems: 10 },
)

const { properties } = CreateUser

export const Entry = Type.Object(
  {
    email: Type.String({ format: 'email' }),
    email_verified: properties.email_verified,
    phone_number: properties.phone_number,
    phone_verified: properties.phone_verified,
    user_id: Type.Optional(Type.String({ minLength: 1, pattern: '^\\S+$', maxLength: 255 })),
    username: properties.username,
    given_name: properties.given_name,
    family_name: properties.family_name,
    name: properties.name,
    nickname: properties.nickname,
    picture: properties.picture,
    blocked: properties.blocked,
    user_metadata: properties.user_metadata,
    app_metadata: properties.app_metadata,
    password_hash: Type.Optional(Secret),
    custom_password_hash: Type.Optional(CustomPasswordHash),
    mfa_factors: Type.Optional(MfaFactors),
  },
  { additionalProperties: false },
)

const ajv = new Ajv({ strict: false, allErrors: true })
ajv.addFormat('email', isEmail)
const isEntry = ajv.compile<Static<typeof Entry>>(Entry)

/** The codes that Auth0 gives to what a schema refuses. */
const CODES: { [keyword: string]: string } = {
  additionalProperties: 'OBJECT_ADDITIONAL_PROPERTIES',
  enum: 'ENUM_MISMATCH',
  format: 'FORMAT',
  maxItems: 'ARRAY_LENGTH_LONG',
  maxLength: 'MAX_LENGTH',
  maxProperties: 'OBJECT_PROPERTIES_MAXIMUM',
  maximum: 'MAXIMUM',
  minItems: 'ARRAY_LENGTH_SHORT',
  minLength: 'MIN_LENGTH',
  minProperties: 'ANY_OF_MISSING',
  minimum: 'MINIMUM',
  pattern: 'PATTERN',
  required: 'OBJECT_REQUIRED',
  type: 'INVALID_TYPE',
}

function asAuth0({ keyword, instancePath, message = 'invalid', params }: ErrorObject): EntryError {
  const inside = params.missingProperty ?? params.additionalProperty
  const path = [...instancePath.split('/').slice(1), ...(inside === undefined ? [] : [String(inside)])].join('.')
  return { code: CODES[keyword] ?? 'NOT_PASSED', message, path }
}

const MOST_ERRORS = 10

const factorOf = ({ totp, phone, email }: Static<typeof MfaFactors>[number]): MfaFactor =>
  totp
    ? { type: 'totp', secret: totp.secret }
    : phone
      ? { type: 'phone', phone_number: phone.value }
      : { type: 'email', email: email?.value as string }

/** What someone else threw, as an error of the entry. */
function attempt(code: string, path: string, work: () => void): EntryError[] {
  try {
    work()
    return []
  } catch (error) {
    if (error instanceof ForeignHashError) return [{ code, message: error.message, path: `${path}.${error.path}` }]
    if (error instanceof LintelError) return [{ code, message: error.message, path }]
    throw error
  }
}

export type ReadUser = Omit<ImportedUser, 'identity_user_id'> & {
  email: string
  identity_user_id: string | undefined
  /** Auth0: it replaces another one that came by an import; `password_hash` does not */
  replaces_password: boolean
}

export type ReadEntry = { user: ReadUser; errors?: never } | { user?: never; errors: EntryError[] }

export function readEntry(entry: unknown, connection: Connection): ReadEntry {
  const unreadable = attempt('FORMAT', '', () => check(entry, 0))
  if (unreadable.length > 0) return { errors: unreadable }
  if (!isEntry(entry)) return { errors: (isEntry.errors ?? []).slice(0, MOST_ERRORS).map(asAuth0) }
  const { user_id, password_hash, custom_password_hash, mfa_factors = [], ...profile } = entry
  const { username, user_metadata, app_metadata } = profile
  const errors = [
    ...(username === undefined ? [] : attempt('PATTERN', 'username', () => checkUsername(connection, username))),
    ...attempt('NOT_PASSED', 'app_metadata', () => refuseReserved(app_metadata)),
    ...attempt('NOT_PASSED', 'app_metadata', () => demandBoundedMetadata('app_metadata', app_metadata)),
    ...attempt('NOT_PASSED', 'user_metadata', () => demandBoundedMetadata('user_metadata', user_metadata)),
    ...(password_hash !== undefined && custom_password_hash
      ? [{ code: 'NOT_PASSED', message: 'Goes without custom_password_hash', path: 'password_hash' }]
      : []),
  ]
  const bcrypt = { algorithm: 'bcrypt', hash: { value: password_hash ?? '' } } as const
  const hash = custom_password_hash ?? (password_hash === undefined ? undefined : bcrypt)
  if (hash)
    errors.push(
      ...attempt('FORMAT', custom_password_hash ? 'custom_password_hash' : 'password_hash', () =>
        checkForeignHash(hash),
      ),
    )
  if (errors.length > 0) return { errors }
  return {
    user: {
      ...profile,
      identity_user_id: user_id,
      password_hash: hash && writeForeignHash(hash),
      replaces_password: custom_password_hash !== undefined,
      mfa_factors: mfa_factors.map(factorOf),
    },
  }
}

const HIDDEN = '*****'

const SHOWN = new Set([
  'email',
  'email_verified',
  'phone_number',
  'phone_verified',
  'user_id',
  'username',
  'given_name',
  'family_name',
  'name',
  'nickname',
  'picture',
  'blocked',
  'user_metadata',
  'app_metadata',
])
/** Of a hash and of factors: what tells how, and not what. */
const TELLING = new Set([
  'algorithm',
  'encoding',
  'digest',
  'position',
  'keylen',
  'cost',
  'blockSize',
  'parallelization',
])
const PARTLY_SHOWN = new Set(['custom_password_hash', 'mfa_factors'])

const MOST_SHOWN_DEPTH = 20

function hidden(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object' || depth > MOST_SHOWN_DEPTH) return HIDDEN
  if (Array.isArray(value)) return value.map(item => hidden(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      TELLING.has(key) && (typeof item !== 'string' || item.length <= 10) && typeof item !== 'object'
        ? item
        : hidden(item, depth + 1),
    ]),
  )
}

/** An entry as it came, for whoever asks why it failed: what is no fact about the person is hidden. */
export function shownEntry(entry: unknown): JsonObject {
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return {}
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [
      key,
      SHOWN.has(key) ? value : PARTLY_SHOWN.has(key) ? hidden(value) : HIDDEN,
    ]),
  )
}
