// What is handed out at one of a tenant's issuers and must come back to the same one: sessions, codes, refresh tokens, pushed and device
// requests, interactions. Each payload says where it is from; what says nothing is from the tenant's own.
import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { JsonObject } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'

const ofIssuer = ({ tenant }: TenantStore) =>
  tenant.custom_domain === undefined ? {} : { custom_domain_id: tenant.custom_domain.id }

export const isOfIssuer = ({ tenant }: TenantStore, payload: JsonObject): boolean =>
  payload.custom_domain_id === tenant.custom_domain?.id

/**
 * OpenID Connect Core §12.2, RFC 9700 §4.4: an ID token from a refresh names the issuer that the first one named, and a code is good where it
 * was issued. @param anywhere whether a request may find it wherever it is from
 */
export function boundToIssuer(store: TenantStore, adapter: Adapter, anywhere: () => boolean = () => false): Adapter {
  const own = async (finding: ReturnType<Adapter['find']>) => {
    const { custom_domain_id, ...payload } = (await finding) ?? {}
    if (Object.keys(payload).length === 0) return undefined
    return anywhere() || isOfIssuer(store, { custom_domain_id }) ? (payload as AdapterPayload) : undefined
  }
  return {
    ...adapter,
    find: id => own(adapter.find(id)),
    findByUid: uid => own(adapter.findByUid(uid)),
    findByUserCode: code => own(adapter.findByUserCode(code)),
    upsert: (id, payload, seconds) => adapter.upsert(id, { ...payload, ...ofIssuer(store) }, seconds),
  }
}
