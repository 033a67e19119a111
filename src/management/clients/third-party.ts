// Clients of third parties: those that described themselves, and what the strict mode (Auth0) holds them to.
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../../errors.ts'
import type { Client } from '../../store/clients.ts'

/** OAuth 2.1. PKCE, and that no API is open unless a client grant says so, the protocol sees to. */
const STRICT_GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials']

const settings = {
  third_party_security_mode: Type.Optional(
    Type.Union([Type.Enum(['strict', 'permissive']), Type.Null()], {
      description: 'Set when the client is made. strict: OAuth 2.1, and only APIs that are granted',
    }),
  ),
}
export const thirdPartySettings = settings
const Settings = Type.Object(settings)

export const thirdPartyAnswers = {
  third_party_security_mode: Type.Enum(['strict', 'permissive']),
  external_metadata_type: Type.Enum(['cimd', 'dcr']),
  external_metadata_created_by: Type.Enum(['admin', 'client']),
  external_client_id: Type.String({ description: 'The URL of the document that describes it: its client_id' }),
}

/** What is answered besides the columns. */
export const shownThirdParty = ({ client_id, external_metadata_type, third_party_security_mode }: Client) => ({
  ...(external_metadata_type === 'cimd' ? { external_client_id: client_id } : {}),
  ...(external_metadata_type && third_party_security_mode === null
    ? { third_party_security_mode: 'permissive' as const }
    : {}),
})

/** @param before undefined: the client is being made */
export function thirdPartyChanges(
  { third_party_security_mode: asked }: Static<typeof Settings>,
  before?: Client,
): Partial<Pick<Client, 'third_party_security_mode'>> {
  if (asked === undefined) return {}
  const mode = asked === 'strict' ? asked : null
  if (before && mode !== before.third_party_security_mode)
    throw invalidProperty('It is set when the client is made, and stays', 'third_party_security_mode')
  return { third_party_security_mode: mode }
}

export function checkThirdParty({
  external_metadata_type,
  grant_types,
  is_first_party,
  third_party_security_mode,
}: Pick<Client, 'grant_types' | 'is_first_party'> &
  Partial<Pick<Client, 'external_metadata_type' | 'third_party_security_mode'>>): void {
  // It says itself where its answers go: nobody else may be answered without being asked.
  if (external_metadata_type && is_first_party)
    throw new LintelError('operation_not_supported', 'A client that describes itself is a third party’s.')
  if (third_party_security_mode !== 'strict') return
  if (is_first_party) throw invalidProperty('It is for third parties’ clients', 'third_party_security_mode')
  if (grant_types.some(type => !STRICT_GRANT_TYPES.includes(type)))
    throw invalidProperty(`In strict mode there are only ${STRICT_GRANT_TYPES.join(', ')}`, 'grant_types')
}
