// Consent: what a third-party app asks for, allowed or declined as a whole.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { Pages } from '../http/pages.ts'
import { finishConsent, type PendingInteraction } from '../oidc/interaction.ts'
import { readableDetails, shownDetails } from './authorization-details.ts'
import { readForm } from './form.ts'
import { enterPrompt, formTo, type Room, show, type Visit } from './visit.ts'

/** What a person can judge an app by that nobody knows: where it comes from, and where the answer goes. */
function unverified({ client, params }: PendingInteraction): Pages['consent/consent']['unverified'] {
  if (client.external_metadata_created_by !== 'client') return undefined
  const redirect = URL.parse(String(params.redirect_uri))
  return {
    host: client.external_metadata_type === 'cimd' ? URL.parse(client.client_id)?.host : undefined,
    returns_to: redirect?.protocol === 'https:' ? redirect.host : undefined,
  }
}

async function showConsent(visit: Visit, status = 200): Promise<FastifyReply> {
  const { interaction, request, reply, room, store, tenant, client, url } = visit
  const { user_id, consent = [], authorization_details = [] } = interaction
  const account = user_id === undefined ? undefined : await store.users.findAccount(user_id)
  const scopes: { name: string; description?: string | undefined }[] = []
  const apis: { name: string; identifier: string }[] = []
  for (const { audience, scope } of consent) {
    const resource_server = audience === null ? undefined : await store.facts.resource_server(audience)
    if (resource_server) apis.push({ name: resource_server.name, identifier: resource_server.identifier })
    for (const name of scope) {
      scopes.push({ name, description: resource_server?.scopes.find(({ value }) => value === name)?.description })
    }
  }
  const page = {
    tenant,
    client,
    ...formTo(request, reply, url('consent')),
    user: { name: account?.email ?? account?.username ?? account?.name ?? '' },
    scopes,
    apis,
    unverified: unverified(interaction),
  }
  if (authorization_details.length === 0) return show(room, reply, 'consent/consent', page, status)
  // Auth0: a screen of its own where an app asks for exactly something.
  const details = {
    details: shownDetails(authorization_details),
    authorization_details: readableDetails(authorization_details),
  }
  return show(room, reply, 'customized-consent/customized-consent', { ...page, ...details }, status)
}

export function consent(server: FastifyInstance, room: Room): void {
  server.get('/u/:uid/consent', async (request, reply) => {
    const visit = await enterPrompt(room, request, reply, 'consent')
    return visit ? showConsent(visit) : reply
  })

  server.post('/u/:uid/consent', async (request, reply) => {
    const visit = await enterPrompt(room, request, reply, 'consent')
    if (!visit) return reply
    const { action } = readForm(request, ['action'])
    if (!isOwnForm(request)) return showConsent(visit, 403)
    // Only the two buttons mean anything: an empty POST allows nothing (CVE-2026-49448).
    if (action === 'accept') return finishConsent(request, reply, { granted: true })
    if (action === 'deny') return finishConsent(request, reply, { granted: false })
    return showConsent(visit, 400)
  })
}
