import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { LintelError } from '../errors.ts'
import type { NewSigningKey, SigningKeyAlg, SigningKey as StoredSigningKey } from '../store/signing-keys.ts'
import type { TenantStore } from '../store/store.ts'
import { holds, insufficientScope, managementEvent } from './route.ts'

export type KeysOptions = {
  newSigningKey: (alg: SigningKeyAlg, now: Date) => Promise<NewSigningKey>
  /** One for each algorithm that the tenant has keys for, that of RS256 first. */
  nextSigningKeys: (store: TenantStore, now: Date) => Promise<NewSigningKey[]>
}

/**
 * Readies the first keys of algorithms, before the transaction that asks for them. What is answered puts them there, inside of it.
 * @param algs HS256 and those that the tenant has keys for need none
 */
export async function firstKeysOf(
  store: TenantStore,
  algs: readonly string[],
  newSigningKey: KeysOptions['newSigningKey'],
  now: Date,
): Promise<(tx: TenantStore) => Promise<void>> {
  // Every tenant has RS256's; keys of an algorithm that are there once are there for ever.
  const asked = [...new Set(algs)].filter(alg => alg !== 'HS256' && alg !== 'RS256') as SigningKeyAlg[]
  const there = new Set(asked.length === 0 ? [] : (await store.facts.signing_keys()).map(key => key.alg))
  const made = await Promise.all(
    asked
      .filter(alg => !there.has(alg))
      .map(alg => Promise.all([newSigningKey(alg, now), newSigningKey(alg, now)] as const)),
  )
  return async tx => {
    for (const [current, next] of made) await tx.signing_keys.introduce(current, next, now)
  }
}

const KeyParams = Type.Object({ kid: Type.String({ pattern: '^[A-Za-z0-9_-]{1,100}$' }) })

export const SigningKey = Type.Object(
  {
    kid: Type.String(),
    alg: Type.String({ description: 'The one algorithm that the key signs by' }),
    cert: Type.String(),
    pkcs7: Type.String(),
    current: Type.Boolean(),
    next: Type.Boolean(),
    previous: Type.Boolean(),
    current_since: Type.Optional(Type.String()),
    current_until: Type.Optional(Type.String()),
    fingerprint: Type.String(),
    thumbprint: Type.String(),
    revoked: Type.Boolean(),
    revoked_at: Type.Optional(Type.String()),
  },
  { title: 'SigningKey' },
)
/** Which key a deed was about. */
export const KeyReference = Type.Object({ kid: Type.String(), cert: Type.String() }, { title: 'KeyReference' })

function present(key: StoredSigningKey): Static<typeof SigningKey> {
  const { kid, alg, cert, pkcs7, fingerprint, thumbprint, state, current_since, current_until, revoked_at } = key
  return {
    kid,
    alg,
    cert,
    pkcs7,
    current: state === 'current',
    next: state === 'next',
    previous: state === 'previous',
    ...(current_since === null ? {} : { current_since: current_since.toISOString() }),
    ...(current_until === null ? {} : { current_until: current_until.toISOString() }),
    fingerprint,
    thumbprint,
    revoked: revoked_at !== null,
    ...(revoked_at === null ? {} : { revoked_at: revoked_at.toISOString() }),
  }
}

const inexistent = () => new LintelError('inexistent_signing_key', 'The signing key does not exist')

export const keys: FastifyPluginAsyncTypebox<KeysOptions> = async (server, { nextSigningKeys }) => {
  server.get(
    '/keys/signing',
    {
      config: { scopes: ['read:signing_keys'], sdk: 'keys.signing.list' },
      schema: { response: { 200: Type.Array(SigningKey) } },
    },
    async ({ store }) => (await store.signing_keys.list()).map(present),
  )

  server.get(
    '/keys/signing/:kid',
    {
      config: { scopes: ['read:signing_keys'], sdk: 'keys.signing.get' },
      schema: { params: KeyParams, response: { 200: SigningKey } },
    },
    async ({ params, store }) => {
      const key = await store.signing_keys.find(params.kid)
      if (!key) throw inexistent()
      return present(key)
    },
  )

  server.post(
    '/keys/signing/rotate',
    {
      config: { scopes: ['create:signing_keys', 'update:signing_keys'], sdk: 'keys.signing.rotate' },
      schema: { response: { 201: KeyReference } },
    },
    async (request, reply) => {
      // Auth0: this deed needs both.
      for (const scope of ['create:signing_keys', 'update:signing_keys'])
        if (!holds(request, scope)) throw insufficientScope([scope])
      const now = new Date()
      const next = await nextSigningKeys(request.store, now)
      await request.store.transaction(async tx => {
        await tx.signing_keys.rotate(next, now)
        await tx.logs.write(managementEvent(request, 'Rotate the application signing key'), now)
      })
      // Auth0 has one key to speak of: RS256's, which is there in every tenant.
      const { kid, cert } = next[0] as NewSigningKey
      return reply.code(201).send({ kid, cert })
    },
  )

  server.put(
    '/keys/signing/:kid/revoke',
    {
      config: { scopes: ['update:signing_keys'], sdk: 'keys.signing.revoke' },
      schema: { params: KeyParams, response: { 200: KeyReference } },
    },
    async request => {
      const { params, store } = request
      const now = new Date()
      return store.transaction(async tx => {
        const key = await tx.signing_keys.find(params.kid)
        if (!key) throw inexistent()
        if (key.state !== 'previous')
          throw new LintelError(
            'operation_not_supported',
            'A key that signs, or will sign next, cannot be revoked. Rotate first.',
          )
        if (await tx.signing_keys.revoke(params.kid, now))
          await tx.logs.write(managementEvent(request, 'Revoke an application signing key'), now)
        return { kid: key.kid, cert: key.cert }
      })
    },
  )
}
