// JWTs of ours that an administrator has declared no good before their end (Auth0: blacklists). Asked wherever Lintel itself takes an access
// token; the list is a fact of the tenant, so that asking costs no statement and every replica hears of an entry at once.
import type { JWTPayload } from 'jose'
import type { TenantStore } from '../store/store.ts'

/** By its `jti`; an entry's audience, if it names one, is an audience of the token or the client that it was issued to. */
export async function isBlacklisted(store: TenantStore, { jti, aud, azp, client_id }: JWTPayload): Promise<boolean> {
  if (typeof jti !== 'string') return false
  const listed = await store.facts.derived('http/blacklist', async () => {
    const tokens = await store.blacklisted_tokens.list(undefined, new Date())
    return Map.groupBy(tokens, token => token.jti)
  })
  const audiences: unknown[] = [undefined, ...[aud ?? []].flat(), azp, client_id]
  return listed.get(jti)?.some(token => audiences.includes(token.aud)) ?? false
}
