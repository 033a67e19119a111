// Tokens that only their holder can use: which clients must prove possession of a key always (`require_proof_of_possession`), and which resource
// servers take no other tokens (`proof_of_possession`). By DPoP (RFC 9449) or by the certificate of mutual TLS (RFC 8705 §3).
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Client } from '../store/clients.ts'
import type { ResourceServer } from '../store/resource-servers.ts'
import type { ProofOfPossession } from '../store/schema.ts'
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
  const asksForToken = String(params?.response_type ?? '')
    .split(' ')
    .includes('token')
  if (route === 'token' ? mechanism === 'dpop' && ctx.get('DPoP') === '' : asksForToken) throw refused(mechanism)
}

/** Whatever grant it comes from, no token leaves that is not bound as its resource server demands. */
export function checkBound(resource_server: ResourceServer, client: Client, cnf: Confirmation | undefined): void {
  const mechanism = demanded(resource_server, client)
  if (mechanism === 'dpop' && cnf?.jkt === undefined) throw refused(mechanism)
  if (mechanism === 'mtls' && cnf?.['x5t#S256'] === undefined) throw refused(mechanism)
}
