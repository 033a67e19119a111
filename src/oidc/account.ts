// The user as oidc-provider sees her. Blocked means gone at once: no token, no silent sign-in.
import type { KoaContextWithOIDC, Account as LibraryAccount } from 'oidc-provider'
import type { TenantStore } from '../store/store.ts'
import { claimsFor } from './claims.ts'
import { refusal } from './dialect.ts'
import { requestFacts } from './request-facts.ts'

/** Whether this client may use this connection. */
export async function isConnectionEnabled(
  store: TenantStore,
  client_id: string,
  connection_id: string | undefined,
): Promise<boolean> {
  const connections = await store.facts.connections_of(client_id)
  return connections.some(connection => connection.id === connection_id)
}

export async function findAccount(
  store: TenantStore,
  ctx: KoaContextWithOIDC,
  user_id: string,
  source?: { grantId?: string | undefined },
): Promise<LibraryAccount | undefined> {
  const facts = requestFacts()
  const account = facts.accounts.get(user_id) ?? (await store.users.findAccount(user_id))
  if (!account) return undefined
  facts.accounts.set(user_id, account)
  if (ctx.oidc.route === 'token') {
    if (account.blocked) throw refusal('user_blocked')
    const grant = facts.grants.get(source?.grantId ?? '')
    const client_id = ctx.oidc.client?.clientId ?? ''
    if (!(await isConnectionEnabled(store, client_id, grant?.connection_id))) throw refusal('connection_disabled')
  }
  // At /authorize she is as good as signed out: the policy asks for a sign-in.
  if (account.blocked) return undefined
  return {
    accountId: user_id,
    claims: async (_use, scope) => claimsFor(account, scope.split(' '), facts.dialect),
  }
}
