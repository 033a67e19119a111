// Clients whose client_id is the https URL of a document that describes them (draft-ietf-oauth-client-id-metadata-document-02). Each has a row,
// under that URL, from its first authorization on: grants, sessions and consents are a client's. Lintel's own look-up, since oidc-provider's
// keeps documents per process and knows no row. The document is read again when its cache time is over, and when it cannot be, the client
// waits: what it said last may be what its owner took back.
import { isDeepStrictEqual } from 'node:util'
import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { errors } from 'oidc-provider'
import { LintelError } from '../errors.ts'
import type { Outbound } from '../http/outbound.ts'
import type { RegisteredClient } from '../store/client-credentials.ts'
import type { Client } from '../store/clients.ts'
import type { LogEvent } from '../store/log-events.ts'
import type { JsonObject } from '../store/schema.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { FAILED_SECONDS, fetchObject, freshUntil, mayFetch, UnusableDocument } from './client-documents.ts'
import { isDocumentUrl } from './client-metadata.ts'
import { dialectOf, refusal } from './dialect.ts'
import { about } from './events.ts'
import {
  columnsOf,
  credentialsOf,
  describedClient,
  fingerprints,
  hasRoom,
  replaceCredentials,
  type SelfDescription,
  selfDescribedClient,
} from './self-description.ts'

/** Where a document that nobody has named yet is read: anywhere else its client has nothing to ask for. */
const FIRST_USES = new Set(['/authorize', '/oauth/par'])

type ReadDocument = { described: SelfDescription; fresh_until: Date }

/** §4.1 */
function checkDocument(url: string, document: JsonObject): void {
  const invalid = (message: string) => new UnusableDocument('invalid', message)
  if (document.client_id !== url) throw invalid('client_id is not the URL of the document')
  if (document.client_secret !== undefined || document.client_secret_expires_at !== undefined)
    throw invalid('a public document must not hold a client_secret')
}

/** Its redirects over the web lead to where it comes from; an app on a device has loopback, or a scheme of its own. */
function checkOrigins(url: string, { callbacks }: SelfDescription): void {
  const { origin } = new URL(url)
  const foreign = callbacks.find(callback => /^https:/.test(callback) && new URL(callback).origin !== origin)
  if (foreign !== undefined)
    throw new UnusableDocument('invalid', `redirect_uris: ${new URL(foreign).origin} is not the document’s origin`)
}

/** RFC 7591 §2: its keys by value, or where they are. Read with the document, and as often. */
async function withKeys(outbound: Outbound, document: JsonObject): Promise<JsonObject> {
  const { token_endpoint_auth_method, jwks, jwks_uri } = document
  if (token_endpoint_auth_method !== 'private_key_jwt' || jwks_uri === undefined) return document
  if (jwks !== undefined || typeof jwks_uri !== 'string')
    throw new UnusableDocument('invalid', 'jwks_uri must be a string, and not beside jwks')
  return { ...document, jwks: (await fetchObject(outbound, jwks_uri, 'the key set')).object }
}

/** Throws UnusableDocument. */
async function readDocument(outbound: Outbound, url: string, now: Date): Promise<ReadDocument> {
  const { object: document, answer } = await fetchObject(outbound, url, 'the document')
  checkDocument(url, document)
  const whole = await withKeys(outbound, document)
  try {
    const described = describedClient(whole, { methods: ['none', 'private_key_jwt'], otherwise: new URL(url).host })
    checkOrigins(url, described)
    return { described, fresh_until: freshUntil(answer, now) }
  } catch (error) {
    if (error instanceof errors.OIDCProviderError)
      throw new UnusableDocument('invalid', error.error_description ?? error.error, { cause: error })
    throw error
  }
}

export type KeptDocument = { client: Client; outcome: 'made' | 'changed' | 'stood' }
type Keeping = {
  created_by: 'admin' | 'client'
  now: Date
  /** On the same transaction. */
  log(kept: KeptDocument): LogEvent
}

/** Puts what a document says into its client's row, which is made if it is not there. */
export async function keepDocument(
  store: TenantStore,
  url: string,
  document: ReadDocument,
  keeping: Keeping,
): Promise<KeptDocument> {
  try {
    return await keep(store, url, document, keeping)
  } catch (error) {
    // Another process was first.
    if (error instanceof LintelError && error.code === 'client_exists') return keep(store, url, document, keeping)
    throw error
  }
}

const keep = (
  store: TenantStore,
  url: string,
  { described }: ReadDocument,
  { created_by, now, log }: Keeping,
): Promise<KeptDocument> =>
  store.transaction(async tx => {
    const before = await tx.clients.findForUpdate(url)
    let kept: KeptDocument
    const credentials = credentialsOf(url, described.keys)
    const columns = columnsOf(described, credentials)
    if (!before) {
      const external = { external_metadata_type: 'cimd', external_metadata_created_by: created_by } as const
      kept = { client: await tx.clients.create(selfDescribedClient(url, columns, external), now), outcome: 'made' }
    } else {
      // Whom an administrator has taken up stays so.
      const by = created_by === 'admin' ? { external_metadata_created_by: created_by } : {}
      const { client_authentication_methods: _, ...said } = { ...columns, ...by }
      const stands = Object.entries(said).every(([field, value]) =>
        isDeepStrictEqual(before[field as keyof typeof said], value),
      )
      if (
        stands &&
        isDeepStrictEqual(fingerprints(described.keys), fingerprints(await tx.client_credentials.listFor(url)))
      )
        return { client: before, outcome: 'stood' }
      kept = { client: (await tx.clients.update(url, { ...columns, ...by }, now)) as Client, outcome: 'changed' }
    }
    await replaceCredentials(tx, url, credentials, now)
    await tx.logs.write(log(kept), now)
    return kept
  })

/** For the Management API: what the document at a URL says, or what is wrong with it. */
export async function lookAtDocument(
  outbound: Outbound,
  url: string,
  now: Date,
): Promise<{ document: ReadDocument } | { reason: 'unreachable' | 'invalid'; message: string }> {
  if (!isDocumentUrl(url)) return { reason: 'invalid', message: 'not the https URL of a document' }
  try {
    return { document: await readDocument(outbound, url, now) }
  } catch (error) {
    if (error instanceof UnusableDocument) return { reason: error.reason, message: error.message }
    throw error
  }
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

/** oidc-provider's error for it: there is nobody to redirect to. */
const unusable = (why: string, cause?: unknown) =>
  new errors.InvalidClient(`client_id metadata document: ${why}`, cause === undefined ? undefined : { cause })

async function admit(store: TenantStore, url: string, ip: string, now: Date): Promise<void> {
  if (!(await mayFetch(store, url, ip, now)) || !(await hasRoom(store)))
    throw refusal('too_many_registrations', {}, await dialectOf(store))
}

/**
 * The client of a document, as the document says now or said within its cache time; undefined: there is none here.
 * @param url see `isDocumentUrl`
 */
export async function clientOfDocument(
  request: FastifyRequest,
  url: string,
  now: Date,
): Promise<RegisteredClient | undefined> {
  const {
    store,
    server: { outbound },
    ip,
    routeOptions,
  } = request
  if (!readSettings(await store.facts.settings()).client_id_metadata_document_supported) return undefined
  const { fresh, failed, reading } = memoryOf(outbound)
  const key = JSON.stringify([store.tenant.tenant_id, url])
  const known = await store.facts.client(url)
  if (!known && !FIRST_USES.has(routeOptions.url ?? '')) return undefined
  const until = fresh.get(key)
  if (known && until && until > now) return known
  const failure = failed.get(key)
  if (failure && failure.until > now) throw unusable(failure.why)

  // A crowd reads it once.
  const under_way = reading.get(key)
  if (under_way) return under_way
  const read = (async () => {
    if (!known) await admit(store, url, ip, now)
    try {
      const document = await readDocument(outbound, url, now)
      const { client } = await keepDocument(store, url, document, {
        created_by: 'client',
        now,
        log: ({ client, outcome }) => ({
          ...about(request, { client }),
          type: 'sapi',
          description: `${outcome === 'made' ? 'Register' : 'Update'} a client by its metadata document`,
        }),
      })
      fresh.set(key, document.fresh_until)
      failed.delete(key)
      return { ...client, credentials: await store.client_credentials.listFor(url) }
    } catch (error) {
      if (!(error instanceof UnusableDocument)) throw error
      fresh.delete(key)
      failed.set(key, { until: new Date(now.getTime() + FAILED_SECONDS * 1000), why: error.message })
      // The host, for the tenant's log.
      throw unusable(error.message, error.cause ?? error)
    }
  })()
  reading.set(key, read)
  try {
    return await read
  } finally {
    reading.delete(key)
  }
}
