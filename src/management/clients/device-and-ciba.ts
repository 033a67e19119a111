// Clients that wait for a person's word: on a device of another kind (RFC 8628), or on the user's own (CIBA Core §4).
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../../errors.ts'
import { checkUrl } from '../../http/urls.ts'
import type { Client } from '../../store/clients.ts'

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'
const CIBA = 'urn:openid:params:grant-type:ciba'
export const WAITING_GRANT_TYPES = [DEVICE_CODE, CIBA] as const

/** CIBA Core §4 */
export const cibaRegistration = {
  backchannel_token_delivery_mode: Type.Optional(Type.Enum(['poll', 'ping'])),
  backchannel_client_notification_endpoint: Type.Optional(Type.String({ maxLength: 2_000 })),
}
const CibaRegistration = Type.Object(cibaRegistration)

const Channels = Type.Array(Type.Enum(['email', 'guardian-push']), { minItems: 1, uniqueItems: true })
export const cibaSettings = { async_approval_notification_channels: Type.Optional(Type.Union([Channels, Type.Null()])) }
export const cibaAnswers = { async_approval_notification_channels: Type.Array(Type.Enum(['email', 'guardian-push'])) }

export function checkChannels(channels: readonly string[] | null | undefined): void {
  if (channels?.includes('guardian-push'))
    throw new LintelError(
      'operation_not_supported',
      'There is no Guardian app here: async_approval_notification_channels knows email. An integration with a channel of its own answers by /api/v2/ciba-requests.',
    )
}

type Waiting = Pick<Client, 'token_endpoint_auth_method' | 'grant_types'> &
  Partial<Pick<Client, 'client_authentication_methods' | 'registration'>>

export function checkWaiting(client: Waiting): void {
  const { grant_types, client_authentication_methods, token_endpoint_auth_method } = client
  const registration = (client.registration ?? {}) as Static<typeof CibaRegistration> & { subject_type?: string }
  const [method = token_endpoint_auth_method] = Object.keys(client_authentication_methods ?? {})
  // CIBA Core §7.1
  if (method === 'none' && grant_types.includes(CIBA))
    throw invalidProperty(`${CIBA} needs a token_endpoint_auth_method other than none`, 'grant_types')
  // OpenID Connect Core §8.1 knows a sector by the redirect URIs, and CIBA Core §4 by a key set of the client's that is fetched.
  if (registration.subject_type === 'pairwise' && WAITING_GRANT_TYPES.some(type => grant_types.includes(type)))
    throw invalidProperty('Pairwise subjects cannot be had with device codes or CIBA', 'registration.subject_type')
  const { backchannel_token_delivery_mode: mode, backchannel_client_notification_endpoint: endpoint } = registration
  if (mode === 'ping' && endpoint === undefined)
    throw invalidProperty('A client that is pinged needs one', 'registration.backchannel_client_notification_endpoint')
  if (endpoint === undefined) return
  if (mode !== 'ping')
    throw invalidProperty(
      'It is for clients that are pinged (backchannel_token_delivery_mode)',
      'registration.backchannel_client_notification_endpoint',
    )
  const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(endpoint)
  checkUrl(endpoint, loopback ? 'link' : 'https', 'registration.backchannel_client_notification_endpoint')
}
