// Whether a client that registers itself (RFC 7591) is one that an administrator could have made: the same rules for the same settings. Handed
// to the protocol's room, whose words for a refusal are others.
import { Value } from 'typebox/value'
import { invalidProperty } from '../../errors.ts'
import type { Outbound } from '../../http/outbound.ts'
import { checkUrl, checkUrls } from '../../http/urls.ts'
import type { RegisteredClient } from '../../store/client-credentials.ts'
import { checkAuthentication } from './authentication.ts'
import { checkFrontchannelLogout, logoutChanges } from './logout.ts'
import { Registration } from './registration.ts'
import { settledRequests } from './requests.ts'
import { checkTokens, readSector } from './tokens.ts'

/** Throws the Management API's error. Call outside of a transaction: it may ask a stranger. */
export async function checkSelfRegistered(outbound: Outbound, client: RegisteredClient): Promise<void> {
  const [problem] = Value.Errors(Registration, client.registration)
  if (problem) throw invalidProperty(problem.message, `registration${problem.instancePath.replaceAll('/', '.')}`)
  checkUrls(client.allowed_logout_urls, 'redirect', 'post_logout_redirect_uris')
  if (client.initiate_login_uri) checkUrl(client.initiate_login_uri, 'https', 'initiate_login_uri')
  logoutChanges({ oidc_logout: client.oidc_logout })
  checkAuthentication(client)
  checkFrontchannelLogout(client)
  settledRequests(client, {}, client.credentials)
  checkTokens(client, await readSector(outbound, client.registration))
}
