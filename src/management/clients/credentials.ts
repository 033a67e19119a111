// Clients' credentials (Auth0's word): the public keys and certificates that a client may name for authenticating, or for signing its
// requests. What is handed in twice, is too weak or is private is refused; what is kept of a key is public.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { type Static, Type } from 'typebox'
import { parseDistinguishedName } from '../../credentials/distinguished-name.ts'
import {
  keyOf,
  readCertificate,
  readPublicKey,
  SIGNING_ALGS,
  thumbprintOf,
  UnacceptableKey,
} from '../../credentials/public-key.ts'
import { invalidProperty, LintelError } from '../../errors.ts'
import { newCredentialId } from '../../ids.ts'
import type { ClientCredential, NewClientCredential } from '../../store/client-credentials.ts'
import type { Client } from '../../store/clients.ts'
import type { CredentialReferences, CredentialType, JsonObject } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { managementEvent } from '../route.ts'

/** Each is looked at when the client authenticates. */
const MOST_CREDENTIALS = 20

const strict = { additionalProperties: false } as const
const TYPES = ['public_key', 'cert_subject_dn', 'x509_cert'] as const satisfies CredentialType[]

const credentialName = Type.Optional(Type.String({ maxLength: 128 }))
const pem = Type.String({ minLength: 1, maxLength: 16_384, description: 'PEM' })
const DateTime = Type.String({ format: 'date-time' })
const ofKey = {
  alg: Type.Optional(Type.Enum([...SIGNING_ALGS], { description: 'RS256, or what the curve of the key demands' })),
  parse_expiry_from_cert: Type.Optional(Type.Boolean()),
  expires_at: Type.Optional(DateTime),
  kid: Type.Optional(Type.String({ pattern: '^[0-9a-zA-Z_-]{10,64}$' })),
}
const subject_dn = Type.Optional(
  Type.String({ minLength: 1, maxLength: 256, description: 'RFC 4514, or a line for each part' }),
)

const NewCredential = Type.Object(
  {
    credential_type: Type.Enum([...TYPES]),
    name: credentialName,
    pem: Type.Optional(pem),
    subject_dn,
    ...ofKey,
  },
  strict,
)
export type GivenCredential = Static<typeof NewCredential>

/** The same, by what a client may name it for. */
export const PublicKeyCredential = Type.Object(
  { credential_type: Type.Literal('public_key'), name: credentialName, pem, ...ofKey },
  strict,
)
export const SubjectDnCredential = Type.Object(
  { credential_type: Type.Literal('cert_subject_dn'), name: credentialName, pem: Type.Optional(pem), subject_dn },
  strict,
)
export const CertificateCredential = Type.Object(
  { credential_type: Type.Literal('x509_cert'), name: credentialName, pem },
  strict,
)

export const CredentialReference = Type.Object({ id: Type.String({ pattern: '^cred_[A-Za-z0-9]{16,22}$' }) }, strict)

const ClientCredentialAnswer = Type.Object(
  {
    id: Type.String(),
    credential_type: Type.Enum([...TYPES]),
    name: Type.Optional(Type.String()),
    kid: Type.Optional(Type.String()),
    alg: Type.Optional(Type.String()),
    subject_dn: Type.Optional(Type.String()),
    thumbprint_sha256: Type.Optional(Type.String()),
    created_at: Type.String(),
    updated_at: Type.String(),
    expires_at: Type.Optional(Type.String()),
  },
  { title: 'ClientCredential' },
)

function present(credential: ClientCredential): Static<typeof ClientCredentialAnswer> {
  const { id, credential_type, name, kid, alg, subject_dn, thumbprint_sha256, created_at, updated_at, expires_at } =
    credential
  return {
    id,
    credential_type,
    ...(name === null ? {} : { name }),
    ...(kid === null ? {} : { kid }),
    ...(alg === null ? {} : { alg }),
    ...(subject_dn === null ? {} : { subject_dn }),
    ...(thumbprint_sha256 === null ? {} : { thumbprint_sha256 }),
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
    ...(expires_at === null ? {} : { expires_at: expires_at.toISOString() }),
  }
}

/** @param at where the credential stands in the body, e.g. `client_authentication_methods.private_key_jwt.credentials.0.` */
function reading<T>(at: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof UnacceptableKey) throw invalidProperty(error.message, `${at}pem`)
    throw error
  }
}

/** What a type of credential has no use for is refused: it would not be kept. */
function refuseOthers(given: GivenCredential, at: string, ...taken: (keyof GivenCredential)[]): void {
  for (const property of Object.keys(given) as (keyof GivenCredential)[])
    if (!['credential_type', 'name', ...taken].includes(property))
      throw invalidProperty(`It says nothing about a credential of the type ${given.credential_type}`, at + property)
}

/** RFC 3339 knows a 61st second, JavaScript does not. */
function dateOf(text: string, property: string): Date {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw invalidProperty('This is no moment in time', property)
  return date
}

type Read = Pick<
  NewClientCredential,
  'alg' | 'expires_at' | 'kid' | 'pem' | 'public_jwk' | 'subject_dn' | 'thumbprint_sha256'
>
const NOTHING: Read = {
  alg: null,
  expires_at: null,
  kid: null,
  pem: null,
  public_jwk: null,
  subject_dn: null,
  thumbprint_sha256: null,
}

async function readKey(given: GivenCredential, at: string): Promise<Read> {
  refuseOthers(given, at, 'pem', 'alg', 'parse_expiry_from_cert', 'expires_at', 'kid')
  if (given.pem === undefined) throw invalidProperty('Missing required property: pem', `${at}pem`)
  const { pem } = given
  const { jwk, algs, certificate } = reading(at, () => readPublicKey(pem))
  const alg = given.alg ?? (algs[0] as string)
  if (!algs.includes(alg)) throw invalidProperty(`This key is for ${algs.join(', ')}`, `${at}alg`)
  if (given.parse_expiry_from_cert && given.expires_at !== undefined)
    throw invalidProperty('It cannot be given together with parse_expiry_from_cert', `${at}expires_at`)
  if (given.parse_expiry_from_cert && !certificate)
    throw invalidProperty('Only a certificate says when it expires', `${at}parse_expiry_from_cert`)
  const expires_at = given.parse_expiry_from_cert ? certificate?.validTo : given.expires_at
  return {
    ...NOTHING,
    alg,
    pem,
    public_jwk: jwk as JsonObject,
    // Auth0: RFC 7638
    kid: given.kid ?? (await calculateJwkThumbprint(jwk as JWK)),
    expires_at: expires_at === undefined ? null : dateOf(expires_at, `${at}expires_at`),
  }
}

function readX509(given: GivenCredential, at: string): Read {
  refuseOthers(given, at, 'pem')
  if (given.pem === undefined) throw invalidProperty('Missing required property: pem', `${at}pem`)
  const { pem } = given
  const certificate = reading(at, () => readCertificate(pem))
  const { jwk } = reading(at, () => keyOf(certificate))
  return {
    ...NOTHING,
    pem,
    public_jwk: jwk as JsonObject,
    thumbprint_sha256: thumbprintOf(certificate),
    expires_at: new Date(certificate.validTo),
  }
}

function readSubject(given: GivenCredential, at: string): Read {
  refuseOthers(given, at, 'pem', 'subject_dn')
  const { pem, subject_dn } = given
  if ((pem === undefined) === (subject_dn === undefined))
    throw invalidProperty('Either pem or subject_dn is given', `${at}subject_dn`)
  const name = subject_dn ?? reading(at, () => readCertificate(pem as string)).subject ?? ''
  if (!parseDistinguishedName(name))
    throw invalidProperty(
      subject_dn === undefined ? 'The certificate names no subject' : 'This is no distinguished name',
      subject_dn === undefined ? `${at}pem` : `${at}subject_dn`,
    )
  return { ...NOTHING, subject_dn: name }
}

/** @param at where it stands in the body */
export async function readCredential(client_id: string, given: GivenCredential, at = ''): Promise<NewClientCredential> {
  const { credential_type } = given
  const read =
    credential_type === 'public_key'
      ? await readKey(given, at)
      : credential_type === 'x509_cert'
        ? readX509(given, at)
        : readSubject(given, at)
  return { id: newCredentialId(), client_id, name: given.name ?? null, credential_type, ...read }
}

/** Call with the client's row locked. */
export async function addCredentials(
  tx: TenantStore,
  client_id: string,
  credentials: NewClientCredential[],
  now: Date,
): Promise<ClientCredential[]> {
  const known: NewClientCredential[] = await tx.client_credentials.listFor(client_id)
  const added: ClientCredential[] = []
  for (const credential of credentials) {
    const { kid, alg, thumbprint_sha256, subject_dn } = credential
    const isSame = (other: NewClientCredential) =>
      other.credential_type === credential.credential_type &&
      other.kid === kid &&
      other.alg === alg &&
      other.thumbprint_sha256 === thumbprint_sha256 &&
      other.subject_dn === subject_dn
    if (known.some(isSame)) throw new LintelError('conflict', 'The client has this credential already.')
    if (known.length >= MOST_CREDENTIALS)
      throw new LintelError('conflict', `A client has ${MOST_CREDENTIALS} credentials at most.`)
    known.push(credential)
    added.push(await tx.client_credentials.create(credential, now))
  }
  return added
}

/** That a client has what it names, and that it is of the type that is needed. */
export async function checkReferences(
  tx: TenantStore,
  client_id: string,
  references: readonly { id: string }[],
  type: CredentialType,
  property: string,
): Promise<void> {
  for (const [i, { id }] of references.entries()) {
    const credential = await tx.client_credentials.find(client_id, id)
    if (!credential) throw invalidProperty('The client has no such credential', `${property}.${i}.id`)
    if (credential.credential_type !== type)
      throw invalidProperty(`A credential of the type ${type} is needed`, `${property}.${i}.id`)
  }
}

const without = <References extends Partial<CredentialReferences>>(references: References, id: string): References =>
  references.credentials?.some(credential => credential.id === id)
    ? { ...references, credentials: references.credentials.filter(credential => credential.id !== id) }
    : references

/** Wherever the client names it, it does no longer. A method without credentials is one by which nobody authenticates. */
function detached(
  { client_authentication_methods, signed_request_object }: Client,
  id: string,
): Pick<Client, 'client_authentication_methods' | 'signed_request_object'> {
  return {
    client_authentication_methods:
      client_authentication_methods &&
      Object.fromEntries(
        Object.entries(client_authentication_methods).map(([method, references]) => [method, without(references, id)]),
      ),
    signed_request_object: signed_request_object && without(signed_request_object, id),
  }
}

const ClientParams = Type.Object({ client_id: Type.String({ pattern: '^[A-Za-z0-9._~-]{1,64}$' }) })
const CredentialParams = Type.Object({
  ...ClientParams.properties,
  credential_id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
})

const noClient = () => new LintelError('inexistent_client', 'The client does not exist')
const noCredential = () => new LintelError('inexistent_client_credential', 'The credential does not exist')

async function clientForUpdate(tx: TenantStore, client_id: string): Promise<Client> {
  const client = await tx.clients.findForUpdate(client_id)
  if (!client) throw noClient()
  if (client.global)
    throw new LintelError('operation_not_supported', 'The global client stands for all clients. It has no credentials.')
  return client
}

export const clientCredentials: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/clients/:client_id/credentials',
    {
      config: { scopes: ['read:client_credentials'], sdk: 'clients.credentials.list' },
      schema: {
        params: ClientParams,
        // Auth0: tools page through every list; this one comes whole.
        querystring: Type.Object(
          {
            per_page: Type.Optional(Type.Integer({ minimum: MOST_CREDENTIALS, maximum: 100 })),
            include_totals: Type.Optional(Type.Boolean()),
          },
          strict,
        ),
        response: { 200: Type.Array(ClientCredentialAnswer) },
      },
    },
    async ({ params, store }) => {
      if (!(await store.clients.find(params.client_id))) throw noClient()
      return (await store.client_credentials.listFor(params.client_id)).map(present)
    },
  )

  server.post(
    '/clients/:client_id/credentials',
    {
      config: { scopes: ['create:client_credentials'], sdk: 'clients.credentials.create' },
      schema: { params: ClientParams, body: NewCredential, response: { 201: ClientCredentialAnswer } },
    },
    async (request, reply) => {
      const { body, params, store } = request
      const now = new Date()
      const credential = await readCredential(params.client_id, body)
      const created = await store.transaction(async tx => {
        await clientForUpdate(tx, params.client_id)
        const [added] = await addCredentials(tx, params.client_id, [credential], now)
        await tx.logs.write(managementEvent(request, 'Create a client credential'), now)
        return added as ClientCredential
      })
      return reply.code(201).send(present(created))
    },
  )

  server.get(
    '/clients/:client_id/credentials/:credential_id',
    {
      config: { scopes: ['read:client_credentials'], sdk: 'clients.credentials.get' },
      schema: { params: CredentialParams, response: { 200: ClientCredentialAnswer } },
    },
    async ({ params, store }) => {
      if (!(await store.clients.find(params.client_id))) throw noClient()
      const credential = await store.client_credentials.find(params.client_id, params.credential_id)
      if (!credential) throw noCredential()
      return present(credential)
    },
  )

  server.patch(
    '/clients/:client_id/credentials/:credential_id',
    {
      config: { scopes: ['update:client_credentials'], sdk: 'clients.credentials.update' },
      schema: {
        params: CredentialParams,
        body: Type.Object({ expires_at: Type.Union([DateTime, Type.Null()]) }, strict),
        response: { 200: ClientCredentialAnswer },
      },
    },
    async request => {
      const { body, params, store } = request
      const now = new Date()
      const expires_at = body.expires_at === null ? null : dateOf(body.expires_at, 'expires_at')
      return store.transaction(async tx => {
        await clientForUpdate(tx, params.client_id)
        const updated = await tx.client_credentials.update(params.client_id, params.credential_id, { expires_at }, now)
        if (!updated) throw noCredential()
        await tx.logs.write(managementEvent(request, 'Update a client credential'), now)
        return present(updated)
      })
    },
  )

  server.delete(
    '/clients/:client_id/credentials/:credential_id',
    {
      config: { scopes: ['delete:client_credentials'], sdk: 'clients.credentials.delete' },
      schema: { params: CredentialParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { params, store } = request
      const { client_id, credential_id } = params
      const now = new Date()
      await store.transaction(async tx => {
        const client = await tx.clients.findForUpdate(client_id)
        if (!client || !(await tx.client_credentials.remove(client_id, credential_id))) return
        // Auth0: also one that is in use.
        await tx.clients.update(client_id, detached(client, credential_id), now)
        await tx.logs.write(managementEvent(request, 'Delete a client credential'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
