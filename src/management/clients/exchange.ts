// What a client may exchange: tokens for other tokens (`token_exchange`, and the API whose backend it is: `resource_server_identifier`), and its
// refresh tokens for access to further APIs (`refresh_token.policies`).
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../../errors.ts'
import type { Client, NewClient } from '../../store/clients.ts'
import { managementAudience } from '../../store/own-apis.ts'
import type { RefreshTokenPolicy } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export const EXCHANGE_GRANT_TYPES = [TOKEN_EXCHANGE, JWT_BEARER] as const
/** An API's backend: nobody signs in at it. */
export const RESOURCE_SERVER = 'resource_server'
export const RESOURCE_SERVER_GRANT_TYPES: readonly string[] = [TOKEN_EXCHANGE, JWT_BEARER, 'client_credentials']

const TokenExchange = Type.Object(
  {
    allow_any_profile_of_type: Type.Optional(
      Type.Array(Type.Enum(['custom_authentication', 'on_behalf_of_token_exchange']), { uniqueItems: true }),
    ),
  },
  { additionalProperties: false },
)
const Identifier = Type.String({
  minLength: 1,
  maxLength: 600,
  description: 'The API whose backend this client is, named when the client is made',
})

export const exchangeSettings = {
  token_exchange: Type.Optional(Type.Union([TokenExchange, Type.Null()])),
  resource_server_identifier: Type.Optional(Type.Union([Identifier, Type.Null()])),
}

/** In an answer. */
export const exchangeAnswers = {
  token_exchange: Type.Optional(TokenExchange),
  resource_server_identifier: Type.Optional(Type.String()),
}

export const refreshTokenPolicies = Type.Array(
  Type.Object(
    {
      audience: Type.String({ minLength: 1, maxLength: 600 }),
      scope: Type.Array(Type.String({ minLength: 1, maxLength: 280 }), { maxItems: 1_000, uniqueItems: true }),
    },
    { additionalProperties: false },
  ),
  { maxItems: 100 },
)

export const tokenExchangeOf = ({
  allow_any_profile_of_type = [],
}: Static<typeof TokenExchange>): NonNullable<Client['token_exchange']> => ({ allow_any_profile_of_type })

function checkPolicies(policies: readonly RefreshTokenPolicy[], isFirstParty: boolean, management: string): void {
  const property = 'refresh_token.policies'
  if (policies.length > 0 && !isFirstParty)
    throw invalidProperty('Only a first-party client has refresh token policies', property)
  const audiences = policies.map(({ audience }) => audience)
  // Auth0: what it gives away is not given without a sign-in that asks for it.
  if (audiences.includes(management)) throw invalidProperty('The Management API stands under no policy', property)
  if (new Set(audiences).size < audiences.length)
    throw invalidProperty('An audience stands under one policy only', property)
}

/** @param before as it was, if it was */
export async function checkExchange(
  store: TenantStore,
  client: Omit<NewClient, 'client_id'>,
  before?: Client,
): Promise<void> {
  const { grant_types, refresh_token, is_first_party, resource_server_identifier = null } = client
  const isPublic = !client.client_authentication_methods && client.token_endpoint_auth_method === 'none'
  const isBackend = client.app_type === RESOURCE_SERVER
  // RFC 8693 §5: whoever exchanges tokens of others proves who it is.
  const exchanges = EXCHANGE_GRANT_TYPES.find(type => grant_types.includes(type))
  if (isPublic && exchanges !== undefined)
    throw invalidProperty(`${exchanges} needs a token_endpoint_auth_method other than none`, 'grant_types')
  checkPolicies(refresh_token.policies ?? [], is_first_party, managementAudience(store.tenant))

  if (before && (before.resource_server_identifier ?? null) !== resource_server_identifier)
    throw new LintelError(
      'operation_not_supported',
      'resource_server_identifier is named when a client is made. It does not change.',
    )
  if (before && isBackend !== (before.app_type === RESOURCE_SERVER))
    throw new LintelError('operation_not_supported', 'A client is made as a resource_server. It does not become one.')
  if (isBackend !== (resource_server_identifier !== null))
    throw invalidProperty(
      'resource_server_identifier and the app_type resource_server go together',
      'resource_server_identifier',
    )
  if (client.token_exchange?.allow_any_profile_of_type.includes('on_behalf_of_token_exchange') && !isBackend)
    throw invalidProperty('on_behalf_of_token_exchange is for clients of app_type resource_server', 'token_exchange')
  if (!isBackend || resource_server_identifier === null) return

  if (isPublic) throw invalidProperty('A resource_server authenticates', 'token_endpoint_auth_method')
  if (!is_first_party) throw invalidProperty('A resource_server is a first-party client', 'is_first_party')
  if (!grant_types.every(type => RESOURCE_SERVER_GRANT_TYPES.includes(type)))
    throw invalidProperty(`A resource_server has only ${RESOURCE_SERVER_GRANT_TYPES.join(', ')}`, 'grant_types')
  if (before) return
  const resource_server = await store.resource_servers.findByIdentifier(resource_server_identifier)
  if (!resource_server || resource_server.is_system)
    throw new LintelError('inexistent_resource_server', 'The resource server does not exist')
}
