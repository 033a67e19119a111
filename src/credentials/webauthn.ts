// WebAuthn (passkeys, security keys, the device's own authenticator): what a browser is asked for, and whether what it answers is what was
// asked. Pure: whoever calls says which challenge, which origins and which relying party; nothing is stored here and nobody is asked.
// The library (133 ms, 25 MB) is loaded by the first answer.
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'

export type CreationOptions = PublicKeyCredentialCreationOptionsJSON
export type RequestOptions = PublicKeyCredentialRequestOptionsJSON

/** A passkey proves a person by itself, a second factor adds to another proof. Auth0's words. */
export type WebauthnType = 'passkey' | 'webauthn-roaming' | 'webauthn-platform'

/** How long a person has to answer (WebAuthn §15.1). */
export const CEREMONY_MS = 300_000

// RFC 9053: EdDSA, ES256, RS256.
const ALGORITHMS = [-8, -7, -257]
const TRANSPORTS = ['usb', 'nfc', 'ble', 'smart-card', 'cable', 'hybrid', 'internal'] as const
type Transport = (typeof TRANSPORTS)[number]

/** Of a credential that is known already. @property key_id base64url */
type KnownKey = { key_id: string | null; transports: string[] | null }

const transportsIn = (said: readonly string[] = []): Transport[] => TRANSPORTS.filter(known => said.includes(known))
const descriptors = (keys: readonly KnownKey[]) =>
  keys.flatMap(({ key_id, transports }) =>
    key_id === null ? [] : [{ id: key_id, type: 'public-key' as const, transports: transportsIn(transports ?? []) }],
  )

/** @property handle base64url: how authenticators call the user; says nothing of her */
export type Asked = {
  type: WebauthnType
  challenge: string
  relying_party: { id: string; name: string }
  user: { handle: string; name: string; display_name: string }
  /** what she has already: no authenticator takes a second one */
  exclude: readonly KnownKey[]
  /** a passkey of this very device (Auth0: local enrolment) */
  local?: boolean
}

const ATTACHMENT: { [Type in WebauthnType]: 'platform' | 'cross-platform' | undefined } = {
  passkey: undefined,
  'webauthn-platform': 'platform',
  'webauthn-roaming': 'cross-platform',
}

/** What `navigator.credentials.create` is given. No attestation: which make an authenticator is of is nobody's business here. */
export function creationOptions({ type, challenge, relying_party, user, exclude, local }: Asked): CreationOptions {
  const attachment = local ? 'platform' : ATTACHMENT[type]
  const resides = type === 'passkey'
  return {
    challenge,
    rp: relying_party,
    user: { id: user.handle, name: user.name, displayName: user.display_name },
    pubKeyCredParams: ALGORITHMS.map(alg => ({ alg, type: 'public-key' as const })),
    timeout: CEREMONY_MS,
    attestation: 'none',
    excludeCredentials: descriptors(exclude),
    authenticatorSelection: {
      residentKey: resides ? 'required' : 'discouraged',
      requireResidentKey: resides,
      userVerification: resides ? 'required' : 'preferred',
      ...(attachment ? { authenticatorAttachment: attachment } : {}),
    },
  }
}

/** What `navigator.credentials.get` is given. @param keys any of these; none: any passkey of the relying party, whosever it is */
export const requestOptions = ({
  challenge,
  relying_party_id,
  keys = [],
  verifies,
}: {
  challenge: string
  relying_party_id: string
  keys?: readonly KnownKey[]
  /** whether the authenticator must have verified its user */
  verifies: boolean
}): RequestOptions => ({
  challenge,
  rpId: relying_party_id,
  timeout: CEREMONY_MS,
  allowCredentials: descriptors(keys),
  userVerification: verifies ? 'required' : 'preferred',
})

/** What must be true of an answer. @property origins of the pages that may have asked */
export type Ceremony = {
  challenge: string
  relying_party_id: string
  origins: readonly string[]
  verifies: boolean
}

/** `refused`: why, for the log alone: it holds what the browser said. */
type Refused = { refused: string }

export type NewKey = {
  key_id: string
  /** COSE, base64url */
  public_key: string
  sign_count: number
  transports: string[]
  aaguid: string
  credential_device_type: 'single_device' | 'multi_device'
  credential_backed_up: boolean
  user_verified: boolean
}

const deviceType = (type: 'singleDevice' | 'multiDevice') => (type === 'multiDevice' ? 'multi_device' : 'single_device')

/** The library throws whatever is wrong, and so do its parsers. */
async function judged<Judged>(judge: () => Promise<Judged | Refused>): Promise<Judged | Refused> {
  try {
    return await judge()
  } catch (error) {
    return { refused: String((error as Error).message).slice(0, 200) }
  }
}

/** The answer to `creationOptions` (WebAuthn §7.1). */
export const verifyCreation = (answer: unknown, ceremony: Ceremony): Promise<NewKey | Refused> =>
  judged(async () => {
    const response = answer as RegistrationResponseJSON
    const [{ verifyRegistrationResponse }, { decodeAttestationObject, isoBase64URL }] = await Promise.all([
      import('@simplewebauthn/server'),
      import('@simplewebauthn/server/helpers'),
    ])
    const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.response.attestationObject))
    // None was asked for. A certificate would be a stranger's, and the library (14.0.3) fetches the URLs that one names.
    const statement = attestation.get('attStmt')
    const attests = attestation.get('fmt') !== 'none' && (attestation.get('fmt') !== 'packed' || statement.get('x5c'))
    if (attests) return { refused: 'an attestation that nobody asked for' }
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: ceremony.challenge,
      expectedOrigin: [...ceremony.origins],
      expectedRPID: ceremony.relying_party_id,
      requireUserVerification: ceremony.verifies,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified) return { refused: 'the signature is wrong' }
    const { credential, aaguid, credentialBackedUp, credentialDeviceType, userVerified } = registrationInfo
    return {
      key_id: credential.id,
      public_key: Buffer.from(credential.publicKey).toString('base64url'),
      sign_count: credential.counter,
      transports: transportsIn(credential.transports),
      aaguid,
      credential_device_type: deviceType(credentialDeviceType),
      credential_backed_up: credentialBackedUp,
      user_verified: userVerified,
    }
  })

/** What is kept of a credential. */
export type Key = {
  key_id: string
  public_key: string
  sign_count: number
  credential_device_type: 'single_device' | 'multi_device' | null
  user_handle: string | null
}
export type Assertion = { sign_count: number; credential_backed_up: boolean; user_verified: boolean }

/** The answer to `requestOptions` (WebAuthn §7.2), by this credential. */
export const verifyAssertion = (answer: unknown, key: Key, ceremony: Ceremony): Promise<Assertion | Refused> =>
  judged(async () => {
    const response = answer as AuthenticationResponseJSON
    if (response.id !== key.key_id) return { refused: 'another credential' }
    const { userHandle } = response.response
    // §7.2 step 6: the credential must be of the user that the authenticator names.
    if (userHandle && key.user_handle !== null && userHandle !== key.user_handle)
      return { refused: 'the credential is of another user' }
    const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
    const { verified, authenticationInfo: used } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: ceremony.challenge,
      expectedOrigin: [...ceremony.origins],
      expectedRPID: ceremony.relying_party_id,
      requireUserVerification: ceremony.verifies,
      credential: {
        id: key.key_id,
        publicKey: Buffer.from(key.public_key, 'base64url'),
        counter: key.sign_count,
      },
    })
    if (!verified) return { refused: 'the signature is wrong' }
    // §7.2: whether a credential may leave its device is decided once.
    if (key.credential_device_type !== null && key.credential_device_type !== deviceType(used.credentialDeviceType))
      return { refused: 'the credential has become one of another kind' }
    return {
      sign_count: used.newCounter,
      credential_backed_up: used.credentialBackedUp,
      user_verified: used.userVerified,
    }
  })

/** Which challenge and which credential an answer says it is for: to look them up, nothing is proved yet. */
export function claimsOf(answer: unknown): { key_id: string; challenge: string } | undefined {
  const { id, response } = (answer ?? {}) as { id?: unknown; response?: { clientDataJSON?: unknown } }
  if (typeof id !== 'string' || !/^[A-Za-z0-9_-]{1,1400}$/.test(id)) return undefined
  const data = response?.clientDataJSON
  if (typeof data !== 'string') return undefined
  try {
    const { challenge } = JSON.parse(Buffer.from(data, 'base64url').toString('utf8'))
    return typeof challenge === 'string' ? { key_id: id, challenge } : undefined
  } catch {
    return undefined
  }
}

/**
 * RFC 8176 and its registry, as it happened and as far as it can be known without attestation. `pop`: possession of a key was proved (OpenID
 * EAP ACR Values §3); whether hardware holds it (`hwk`) or software (`swk`) nobody vouches for. `user`: somebody was there. `mfa`: the
 * authenticator verified who, by something she knows or is, on something she has: two factors in one act.
 */
export const methodsOf = ({ user_verified }: Pick<Assertion, 'user_verified'>): string[] => [
  'pop',
  'user',
  ...(user_verified ? ['mfa'] : []),
]
