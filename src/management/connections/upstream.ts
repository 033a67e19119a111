// The option `upstream` of a database connection (docs/lazy-migration.md): where people are verified who have not come here yet. Its secret is
// written and never read.
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../../errors.ts'
import type { TenantStore } from '../../store/store.ts'
import { addressOf, type Upstream as StoredUpstream } from '../../store/upstreams.ts'

const strict = { additionalProperties: false }
const Url = Type.String({ pattern: '^https?://[^\\s/?#@]+(/[^\\s#]*)?$', maxLength: 2_048 })
const Secret = Type.Optional(
  Type.String({
    minLength: 16,
    maxLength: 512,
    description: 'Never answered. Left out, it stays as it was, as long as it goes to the same address',
  }),
)
const FindsUsers = Type.Optional(
  Type.Boolean({
    description: 'Whether it can say who is there without a password: for sign-up and forgotten passwords',
  }),
)

/** As it is written. */
export const GivenUpstream = Type.Union([
  Type.Object(
    {
      type: Type.Literal('auth0'),
      issuer: Type.String({ ...Url, description: 'The tenant’s, e.g. https://tenant.eu.auth0.com/' }),
      client_id: Type.String({ minLength: 1, maxLength: 256 }),
      client_secret: Secret,
      realm: Type.String({ minLength: 1, maxLength: 128, description: 'The name of the tenant’s connection' }),
      finds_users: FindsUsers,
    },
    strict,
  ),
  Type.Object({ type: Type.Literal('http'), url: Url, secret: Secret, finds_users: FindsUsers }, strict),
])

/** As it is answered. */
export const Upstream = Type.Object({
  type: Type.Enum(['auth0', 'http']),
  issuer: Type.Optional(Type.String()),
  client_id: Type.Optional(Type.String()),
  realm: Type.Optional(Type.String()),
  url: Type.Optional(Type.String()),
  finds_users: Type.Boolean(),
})

type Given = Static<typeof GivenUpstream>

export const secretIn = (given: Given | null | undefined): string | undefined =>
  given?.type === 'auth0' ? given.client_secret : given?.secret

/** What stands in the options: all but the secret. */
export function upstreamOf(given: Given): StoredUpstream {
  const finds_users = given.finds_users ?? false
  if (given.type === 'http') return { type: 'http', url: new URL(given.url).href, finds_users }
  const { issuer, client_id, realm } = given
  const base = new URL(issuer)
  if (base.pathname !== '/' || base.search !== '')
    throw invalidProperty('an issuer has no path', 'options.upstream.issuer')
  return { type: 'auth0', issuer: base.href, client_id, realm, finds_users }
}

/** What could not be enforced is refused: nobody may be shut out, or preceded, by somebody who signs up with her name. */
export function checkMigration(
  options: { import_mode?: boolean | null; disable_signup?: boolean | null; requires_username?: boolean | null },
  upstream: StoredUpstream | undefined,
): void {
  if (!options.import_mode) return
  const refuse = (message: string) => new LintelError('operation_not_supported', message)
  if (!upstream)
    throw refuse(
      'options.import_mode needs options.upstream: Lintel runs no scripts, it asks an upstream (lazy migration).',
    )
  if (upstream.finds_users) return
  if (!options.disable_signup)
    throw refuse(
      'With options.import_mode, people can sign up only if the upstream can say who is there: set options.upstream.finds_users, or options.disable_signup.',
    )
  if (upstream.type === 'auth0' && options.requires_username)
    throw refuse('An Auth0 tenant tells usernames by its Management API only: options.upstream.finds_users is needed.')
}

/** Call on the transaction that has just written the connection. */
export async function keepSecret(
  tx: TenantStore,
  connection_id: string,
  upstream: StoredUpstream | undefined,
  secret: string | undefined,
  now: Date,
): Promise<void> {
  if (!upstream) {
    await tx.upstream_secrets.remove(connection_id)
    return
  }
  const address = addressOf(upstream)
  if (secret !== undefined) return tx.upstream_secrets.put(connection_id, address, secret, now)
  // A secret goes to no address that was named later than it.
  if ((await tx.upstream_secrets.find(connection_id, address)) === undefined)
    throw invalidProperty(
      'a new upstream needs its secret',
      `options.upstream.${upstream.type === 'auth0' ? 'client_secret' : 'secret'}`,
    )
}
