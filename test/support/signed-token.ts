// Management API tokens with fewer scopes than the administration client asks for, signed by hand with the tenant's own key.
import { importPKCS8, SignJWT } from 'jose'
import { MANAGEMENT_SCOPES } from '../../src/store/management-scopes.ts'
import { ADMIN, type TestApp } from './app.ts'

export async function signedToken(app: TestApp, scopes = MANAGEMENT_SCOPES.map(({ value }) => value)): Promise<string> {
  const tenant = await app.store.tenants.find('default')
  if (!tenant) throw new Error('no default tenant')
  const store = app.store.forTenant({ ...tenant, issuer: app.issuer })
  const key = (await store.signing_keys.list()).find(({ state, alg }) => state === 'current' && alg === 'RS256')
  const pem = key && (await store.signing_keys.openPrivateKey(key.kid))
  if (!pem) throw new Error('no signing key')
  return new SignJWT({ azp: ADMIN.client_id, scope: scopes.join(' ') })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
    .setIssuer(app.issuer)
    .setAudience(`${app.issuer}api/v2/`)
    .setSubject(`${ADMIN.client_id}@clients`)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(await importPKCS8(pem, 'RS256'))
}
