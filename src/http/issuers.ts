// Which issuers a tenant's own tokens may name: the tenant's own, and those of the custom domains that it holds at this moment. All of them
// sign with the same keys and speak of the same users, so that each API of the tenant takes the tokens of each of them, wherever it is asked.
import { decodeJwt } from 'jose'
import type { Tenant } from '../store/scope.ts'
import type { TenantStore } from '../store/store.ts'

async function among(store: TenantStore, is: (tenant: Tenant) => boolean): Promise<string | undefined> {
  // Nearly always.
  if (is(store.tenant)) return store.tenant.issuer
  return (await store.facts.issuers()).find(({ tenant }) => is(tenant))?.tenant.issuer
}

/** The issuer that this JWT must turn out to name. One that names none of the tenant's is measured by the one that was asked, and fails. */
export async function issuerOf(store: TenantStore, token: string): Promise<string> {
  let iss: string | undefined
  try {
    iss = decodeJwt(token).iss
  } catch {
    // Whoever verifies it says so.
  }
  return (await among(store, ({ issuer }) => issuer === iss)) ?? store.tenant.issuer
}

/** The issuer of what is stored; undefined when the domain that it came from is not the tenant's any more. */
export const issuerOfStored = (
  store: TenantStore,
  payload: { custom_domain_id?: unknown },
): Promise<string | undefined> => among(store, ({ custom_domain }) => custom_domain?.id === payload.custom_domain_id)
