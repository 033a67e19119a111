// What a write may say of a user: shapes, and the rules that no shape can tell.
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { PasswordHasher } from '../../credentials/password.ts'
import { passwordFlaw } from '../../credentials/password-policy.ts'
import { LintelError } from '../../errors.ts'
import { BREACH_EVENTS, type Breaches, findBreach } from '../../http/breached-passwords.ts'
import { MAX_CLIENT_ID } from '../../ids.ts'
import { ATTRIBUTES, attributesOf, usernameLength } from '../../store/attributes.ts'
import { type Connection, isPasswordless, readDatabaseOptions } from '../../store/connections.ts'
import type { JsonObject } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { isUsername, USERNAME_CHARACTERS } from '../../store/usernames.ts'
import { managementEvent } from '../route.ts'
import { acceptedProperties, hidden } from '../unenforced.ts'
import { metadataProperties } from './user.ts'

/** Lintel sends no text messages. */
export const USER_UNENFORCED = { verify_phone_number: hidden(false) }

const Email = Type.String({ format: 'email' })
const PhoneNumber = Type.String({ pattern: '^\\+[0-9]{1,15}$' })
const Username = Type.String({ minLength: 1, maxLength: 128 })
const Password = Type.String({ minLength: 1, maxLength: 10_000 })
const named = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Picture = Type.String({ pattern: '^https?://', maxLength: 2_000 })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Optional(Type.Union([type, Type.Null()]))

const common = {
  email_verified: Type.Optional(Type.Boolean()),
  phone_verified: Type.Optional(Type.Boolean()),
  blocked: Type.Optional(Type.Boolean()),
  verify_email: Type.Optional(Type.Boolean({ description: 'Whether to send a mail that asks to confirm the address' })),
  ...metadataProperties,
}

export const CreateUser = Type.Object(
  {
    connection: Type.String({ minLength: 1, maxLength: 128 }),
    user_id: Type.Optional(Type.String({ pattern: '^\\S*$', maxLength: 255, description: 'Without a prefix' })),
    email: Type.Optional(Email),
    phone_number: Type.Optional(PhoneNumber),
    username: Type.Optional(Username),
    password: Type.Optional(Password),
    name: Type.Optional(named(300)),
    given_name: Type.Optional(named(150)),
    family_name: Type.Optional(named(150)),
    nickname: Type.Optional(named(300)),
    picture: Type.Optional(Picture),
    ...common,
  },
  { additionalProperties: false },
)

export const UpdateUser = Type.Object(
  {
    connection: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: 'Whose identity is meant, when not the primary one' }),
    ),
    client_id: Type.Optional(
      Type.String({ minLength: 1, maxLength: MAX_CLIENT_ID, description: 'The app that the mail names' }),
    ),
    email: Type.Optional(Email),
    phone_number: orNull(PhoneNumber),
    username: orNull(Username),
    password: Type.Optional(Password),
    name: orNull(named(300)),
    given_name: orNull(named(150)),
    family_name: orNull(named(150)),
    nickname: orNull(named(300)),
    picture: orNull(Picture),
    ...common,
    ...acceptedProperties(USER_UNENFORCED),
  },
  { additionalProperties: false },
)

const refused = (message: string) => new LintelError('invalid_body', message)

export const missing = (property: string) =>
  refused(`Payload validation error: 'Missing required property: ${property}'.`)

// Auth0: what a user's own record is made of cannot hide in her metadata.
const RESERVED = new Set([
  '__tenant',
  '_id',
  'blocked',
  'clientID',
  'created_at',
  'email_verified',
  'email',
  'globalClientID',
  'global_client_id',
  'identities',
  'lastIP',
  'lastLogin',
  'loginsCount',
  'metadata',
  'multifactor_last_modified',
  'multifactor',
  'updated_at',
  'user_id',
])

export function refuseReserved(app_metadata: JsonObject | undefined): void {
  const key = Object.keys(app_metadata ?? {}).find(name => RESERVED.has(name))
  if (key !== undefined) throw refused(`app_metadata cannot have a property ${key}: the name is reserved.`)
}

/** Auth0: what says who a user is, and what proves it, do not change in one request. */
export function refuseTogether(body: Static<typeof UpdateUser>): void {
  const together = [
    ['password', 'email'],
    ['password', 'email_verified'],
    ['username', 'email'],
    ['username', 'email_verified'],
    ['username', 'password'],
  ] as const
  const pair = together.find(names => names.every(name => body[name] !== undefined))
  if (pair) throw refused(`Cannot update ${pair[0]} and ${pair[1]} simultaneously`)
}

/** The connection of this name, whose people are written here, from memory. */
export async function connectionNamed(store: TenantStore, name: string): Promise<Connection> {
  const connection = await store.facts.connection(name)
  if (!connection) throw refused('The connection does not exist.')
  if (connection.strategy !== 'auth0' && !isPasswordless(connection.strategy))
    throw new LintelError(
      'operation_not_supported',
      'Users can be written in database and passwordless connections only.',
    )
  return connection
}

type Given = {
  email?: string | undefined
  phone_number?: string | undefined
  username?: string | undefined
  password?: string | undefined
}

/** What somebody new is called, so that she can sign in. */
export function checkNames({ strategy, options }: Connection, given: Given): void {
  if (isPasswordless(strategy)) {
    const name = strategy === 'email' ? 'email' : 'phone_number'
    if (given[name] === undefined) throw missing(name)
    return
  }
  const database = readDatabaseOptions(options)
  const attributes = attributesOf(database)
  if (!database.attributes && given.email === undefined) throw missing('email')
  const names = ATTRIBUTES.filter(name => attributes[name].identifier)
  if (!names.some(name => given[name] !== undefined))
    throw refused(`The connection identifies its users by ${names.join(', ')}: one of them is needed.`)
  if (given.password === undefined) throw missing('password')
}

/** Whether a number is a name that one signs in by. */
export const signsInByPhone = ({ strategy, options }: Connection): boolean =>
  strategy === 'sms' || (strategy === 'auth0' && attributesOf(readDatabaseOptions(options)).phone_number.identifier)

/** Where nobody signs in by a password, nobody has one. */
export function refusePassword({ strategy }: Connection, given: { password?: unknown; username?: unknown }): void {
  if (!isPasswordless(strategy)) return
  for (const name of ['password', 'username'] as const)
    if (given[name] !== undefined && given[name] !== null)
      throw refused(`Users of a passwordless connection have no ${name}.`)
}

export function checkUsername(connection: Connection, username: string): void {
  const options = readDatabaseOptions(connection.options)
  const { identifier, signup } = attributesOf(options).username
  if (!identifier && signup === 'inactive')
    throw refused('Cannot set username for connection without requires_username')
  const { min, max } = usernameLength(options)
  if (!isUsername(username, { min, max }))
    throw refused(`A username is ${min} to ${max} letters, digits or any of ${USERNAME_CHARACTERS}`)
}

/** Hashes a password that the connection's policy allows. Call it before a transaction begins: it takes its time. */
export async function hashAllowed(
  hasher: PasswordHasher,
  connection: Connection,
  password: string,
  person: Parameters<typeof passwordFlaw>[2],
): Promise<string> {
  const flaw = passwordFlaw(readDatabaseOptions(connection.options), password, person)
  // Auth0's words; clients tell them apart by their beginning.
  if (flaw) throw new LintelError('invalid_password', `${flaw.name}: ${flaw.message}`)
  return hasher.hash(password)
}

/** A password that is known from a breach, where the tenant wants none. */
export async function refuseBreached(
  request: FastifyRequest,
  breaches: Breaches,
  stage: 'pre-user-registration' | 'pre-change-password',
  password: string,
  user_id?: string,
): Promise<void> {
  const breach = await findBreach(request.store, breaches, stage, password)
  if (!breach) return
  const event = { type: BREACH_EVENTS[stage], user_id }
  await request.store.logs.write(managementEvent(request, 'The password is known from a breach', event), new Date())
  if (breach.blocks) throw new LintelError('invalid_password', 'PasswordLeakedError: Password is known from a breach')
}
