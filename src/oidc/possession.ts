// Tokens that only their holder can use: which clients must prove possession of a key always (`require_proof_of_possession`), and which resource
// servers take no other tokens (`proof_of_possession`). By DPoP (RFC 9449) or by the certificate of mutual TLS (RFC 8705 §3).
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Client } from '../store/clients.ts'
import type { ResourceServer } from '../store/resource-servers.ts'
import type { ProofOfPossession } from '../store/schema.ts'
import { shownCertificate } from './certificates.ts'
import { authMethodOf, storedClient } from './client-metadata.ts'
import { refusal } from './dialect.ts'

/** RFC 7800 §3.1: what a token is bound to. */
export type Confirmation = { jkt?: unknown; 'x5t#S256'?: unknown }

type Mechanism = ProofOfPossession['mechanism']

/** How this client must prove possession for this resource server, if it must. */
function demanded({ proof_of_possession }: ResourceServer, client: Client): Mechanism | undefined {
  if (!proof_of_possession?.required) return undefined
  const { mechanism, required_for = 'all_clients' } = proof_of_possession
  return required_for === 'all_clients' || authMethodOf(client) === 'none' ? mechanism : undefined
}

const refused = (mechanism: Mechanism) => refusal('proof_required', { mechanism })

/**
 * Refuses, before anything is spent, a request that cannot lead to a token which the resource server takes. What comes through the browser
 * (implicit and hybrid flows) is bound to nothing.
 */
export function checkProof(ctx: KoaContextWithOIDC, resource_server: ResourceServer): void {
  const { client, params, route } = ctx.oidc
  const mechanism = client && demanded(resource_server, storedClient(client))
  if (mechanism === undefined) return
  if (route === 'token') {
    if (mechanism === 'dpop' ? ctx.get('DPoP') === '' : !shownCertificate(ctx)) throw refused(mechanism)
    return
  }
  if (
    String(params?.response_type ?? '')
      .split(' ')
      .includes('token')
  )
    throw refused(mechanism)
}

/**
 * What a token for this resource server is bound to. Whatever grant it comes from, none leaves that is not bound as is demanded.
 * @param cnf what oidc-provider has bound it to: the key of a DPoP proof, the certificate of a client that asked for that
 */
export function boundTo(
  ctx: KoaContextWithOIDC | undefined,
  resource_server: ResourceServer,
  client: Client,
  cnf: Confirmation | undefined,
): Confirmation | undefined {
  let bound = cnf
  if (resource_server.proof_of_possession?.mechanism === 'mtls' && ctx?.oidc.route === 'token') {
    const certificate = shownCertificate(ctx)
    if (certificate) bound = { ...cnf, 'x5t#S256': certificate.thumbprint }
  }
  const mechanism = demanded(resource_server, client)
  if (mechanism && bound?.[mechanism === 'dpop' ? 'jkt' : 'x5t#S256'] === undefined) throw refused(mechanism)
  return bound
}
