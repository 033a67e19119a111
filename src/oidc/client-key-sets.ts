// The keys of a client that registered itself, as a set (RFC 7517): by value, or at its `jwks_uri`. A set that is somewhere is read when the client
// registers, and again when its keys are needed and its cache time is over, or when something is signed by a key that is not in it
// (OpenID Connect Core §10.1.1). When it cannot be read by then, what needs a key waits: the client may have taken back the ones it had.
import { isDeepStrictEqual } from 'node:util'
import type { FastifyRequest } from 'fastify'
import { decodeProtectedHeader } from 'jose'
import { LRUCache } from 'lru-cache'
import { errors } from 'oidc-provider'
import { type EncryptionKey, readEncryptionKey } from '../credentials/encryption-key.ts'
import { UnacceptableKey } from '../credentials/public-key.ts'
import type { Outbound } from '../http/outbound.ts'
import { problemOf } from '../http/urls.ts'
import type { RegisteredClient } from '../store/client-credentials.ts'
import type { JsonObject } from '../store/schema.ts'
import { FAILED_SECONDS, fetchObject, freshUntil, mayFetch, UnusableDocument } from './client-documents.ts'
import { authMethodOf } from './client-metadata.ts'
import { ENCRYPTION_ALGS } from './encryption.ts'
import { about } from './events.ts'
import { parametersOf } from './http.ts'
import {
  credentialsOf,
  fingerprints,
  invalid,
  keyOf,
  keyReferences,
  MAX_KEYS,
  type OwnKey,
  replaceCredentials,
} from './self-description.ts'

export type KeySet = {
  signing: OwnKey[]
  /** to which the client has its answers encrypted */
  encryption: ReturnType<typeof readEncryptionKey>[]
}

const ENCRYPTED = [
  'id_token_encrypted_response_alg',
  'userinfo_encrypted_response_alg',
  'introspection_encrypted_response_alg',
  'authorization_encrypted_response_alg',
] as const

/** Whether something is encrypted to the client. */
const encrypts = (registration: JsonObject): boolean => ENCRYPTED.some(name => registration[name] !== undefined)

/** RFC 7517 §5: a key that cannot be used is passed over. */
function passing<T>(read: () => T): T[] {
  try {
    return [read()]
  } catch (error) {
    if (error instanceof errors.OIDCProviderError || error instanceof UnacceptableKey) return []
    throw error
  }
}

function encryptionKeyOf(key: JsonObject): ReturnType<typeof readEncryptionKey> {
  const { kty, alg, kid } = key
  const isText = (value: unknown) => value === undefined || (typeof value === 'string' && value.length <= 2_000)
  if (
    !['RSA', 'EC', 'OKP'].includes(String(kty)) ||
    (alg !== undefined && !ENCRYPTION_ALGS.some(known => known === alg)) ||
    (kid !== undefined && (typeof kid !== 'string' || !/^[!-~]{1,200}$/.test(kid))) ||
    ![key.crv, key.n, key.e, key.x, key.y].every(isText)
  )
    throw invalid('no key to encrypt to')
  return readEncryptionKey({ ...(key as unknown as EncryptionKey), use: 'enc' })
}

/**
 * Throws oidc-provider's error: no set, too large, a private key, or none that can be used.
 * @param registration what the client said of what its keys are for
 */
export function readKeySet(set: unknown, registration: JsonObject): KeySet {
  const keys = (set as { keys?: unknown } | null)?.keys
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MAX_KEYS)
    throw invalid(`jwks must hold 1 to ${MAX_KEYS} public keys`)
  const given = keys.filter((key): key is JsonObject => key !== null && typeof key === 'object' && !Array.isArray(key))
  // Whoever publishes a private key has told it to everybody.
  if (given.some(key => key.kty === 'oct' || 'd' in key)) throw invalid('jwks must hold public keys only')
  const { token_endpoint_auth_signing_alg, request_object_signing_alg } = registration
  const preferred = new Set([token_endpoint_auth_signing_alg, request_object_signing_alg].map(alg => alg as string))
  const signing = given
    .filter(({ use, alg }) => use !== 'enc' && !ENCRYPTION_ALGS.some(known => known === alg))
    .flatMap((key, i) => [...preferred].flatMap(alg => passing(() => keyOf(key, `jwks.keys.${i}`, alg))))
  const encryption = encrypts(registration)
    ? given.filter(({ use }) => use !== 'sig').flatMap(key => passing(() => encryptionKeyOf(key)))
    : []
  const kids = encryption.flatMap(({ kid }) => kid ?? [])
  if (signing.length + encryption.length === 0) throw invalid('jwks has no key that can be used')
  if (new Set(kids).size < kids.length) throw invalid('jwks: two keys have one kid')
  return {
    signing: signing.filter((key, i) => signing.findIndex(other => isDeepStrictEqual(other, key)) === i),
    encryption,
  }
}

type Fetched = { keys: KeySet; fresh_until: Date }

/** Throws UnusableDocument, or what `readKeySet` does. */
export async function fetchKeySet(
  outbound: Outbound,
  url: string,
  registration: JsonObject,
  now: Date,
): Promise<Fetched> {
  const problem = problemOf(url, 'redirect')
  if (problem !== undefined || !/^https?:/.test(url))
    throw new UnusableDocument('invalid', `jwks_uri: ${problem ?? 'The URL must be https.'}`)
  const { object, answer } = await fetchObject(outbound, url, 'the key set')
  return { keys: readKeySet(object, registration), fresh_until: freshUntil(answer, now) }
}

// --- at use ---

type Memory = {
  fresh: LRUCache<string, Date>
  failed: LRUCache<string, { until: Date; why: string }>
  reading: Map<string, Promise<RegisteredClient>>
}
/** By the process's way out, of which each app has one. */
const memories = new WeakMap<Outbound, Memory>()

function memoryOf(outbound: Outbound): Memory {
  let memory = memories.get(outbound)
  if (!memory) {
    memory = { fresh: new LRUCache({ max: 1_000 }), failed: new LRUCache({ max: 1_000 }), reading: new Map() }
    memories.set(outbound, memory)
  }
  return memory
}

/** The ids of the keys by which the request says it is signed. */
function namedKeys({ body, query }: FastifyRequest): (string | undefined)[] {
  const given = [parametersOf(body), new URLSearchParams(query as { [name: string]: string })]
  return given.flatMap(parameters =>
    ['client_assertion', 'request'].flatMap(name => {
      const jwt = parameters.get(name)
      if (!jwt) return []
      try {
        return [decodeProtectedHeader(jwt).kid]
      } catch {
        return []
      }
    }),
  )
}

async function readAgain(
  request: FastifyRequest,
  client: RegisteredClient,
  url: string,
  now: Date,
): Promise<{ client: RegisteredClient; fresh_until: Date }> {
  const { store, server } = request
  const { keys, fresh_until } = await fetchKeySet(server.outbound, url, client.registration, now)
  if (authMethodOf(client) === 'private_key_jwt' && keys.signing.length === 0)
    throw new UnusableDocument('invalid', 'the key set has no key to authenticate by')
  const lost = ENCRYPTED.map(name => client.registration[name]).find(
    wanted =>
      typeof wanted === 'string' &&
      !keys.encryption.some(
        ({ kty, alg }) => (kty === 'RSA') === wanted.startsWith('RSA') && (alg ?? wanted) === wanted,
      ),
  )
  if (lost !== undefined) throw new UnusableDocument('invalid', `the key set has no key for ${lost}`)
  const { client_id } = client
  const jwks = keys.encryption.length === 0 ? undefined : { keys: keys.encryption }
  const credentials = credentialsOf(client_id, keys.signing)
  if (
    isDeepStrictEqual(fingerprints(credentials), fingerprints(client.credentials)) &&
    isDeepStrictEqual(jwks, client.registration.jwks)
  )
    return { client, fresh_until }
  const changed = await store.transaction(async tx => {
    const before = await tx.clients.findForUpdate(client_id)
    // Meanwhile it was registered anew, or is gone.
    if (before?.registration.jwks_uri !== url) return undefined
    const { jwks: _, ...registration } = before.registration
    const after = await tx.clients.update(
      client_id,
      {
        ...keyReferences(before, credentials),
        registration: { ...registration, ...(jwks === undefined ? {} : { jwks }) },
      },
      now,
    )
    const kept = await replaceCredentials(tx, client_id, credentials, now)
    const description = 'Read a client’s key set, which has changed'
    await tx.logs.write({ ...about(request, { client: before }), type: 'sapi', description }, now)
    return after && { ...after, credentials: kept }
  })
  return { client: changed ?? client, fresh_until }
}

/** The client with the keys that its set has now, or had within its cache time; read only for who needs them. */
export async function withCurrentKeys(
  request: FastifyRequest,
  client: RegisteredClient,
  now: Date,
): Promise<RegisteredClient> {
  const { jwks_uri: url } = client.registration
  if (typeof url !== 'string') return client
  const named = namedKeys(request)
  if (named.length === 0 && !encrypts(client.registration)) return client
  const { store, server, ip } = request
  const { fresh, failed, reading } = memoryOf(server.outbound)
  const key = JSON.stringify([store.tenant.tenant_id, client.client_id, url])
  const until = fresh.get(key)
  const isFresh = until !== undefined && until > now
  const isKnown = named.every(kid => kid === undefined || client.credentials.some(credential => credential.kid === kid))
  if (isFresh && isKnown) return client
  const failure = failed.get(key)
  const unusable = (why: string) => new errors.InvalidClientAuth(`jwks_uri: ${why}`)
  if (failure && failure.until > now) {
    if (isFresh) return client
    throw unusable(failure.why)
  }
  const under_way = reading.get(key)
  if (under_way) return under_way
  const read = (async () => {
    // Anybody can name a key that nobody has.
    if (isFresh && !(await mayFetch(store, url, ip, now))) return client
    try {
      const current = await readAgain(request, client, url, now)
      fresh.set(key, current.fresh_until)
      failed.delete(key)
      return current.client
    } catch (error) {
      if (!(error instanceof UnusableDocument || error instanceof errors.InvalidClientMetadata)) throw error
      const why = error instanceof UnusableDocument ? error.message : (error.error_description ?? error.error)
      failed.set(key, { until: new Date(now.getTime() + FAILED_SECONDS * 1000), why })
      if (isFresh) return client
      throw unusable(why)
    }
  })()
  reading.set(key, read)
  try {
    return await read
  } finally {
    reading.delete(key)
  }
}
