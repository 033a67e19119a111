// A custom domain as its owner gets one: claimed, proved in the zone, verified.
import type { TestApp } from './app.ts'

type Zone = { txt: Map<string, string[]> }

/** `<name>.localhost` on the port of this app. @param app whose administration client asks */
export async function claimDomain(app: TestApp, name: string) {
  const domain = `${name}.localhost:${new URL(app.issuer).port}`
  const { status, body } = await app.api('POST', '/custom-domains', { domain, type: 'self_managed_certs' })
  if (status !== 201) throw new Error(`${domain} was not claimed: ${JSON.stringify(body)}`)
  const [method] = body.verification.methods
  return {
    id: body.custom_domain_id as string,
    domain,
    issuer: `http://${domain}/`,
    record: method.record as string,
    txt_name: method.domain as string,
  }
}

export type ClaimedDomain = Awaited<ReturnType<typeof claimDomain>>

export async function holdDomain(app: TestApp, zone: Zone, name: string): Promise<ClaimedDomain> {
  const claimed = await claimDomain(app, name)
  zone.txt.set(claimed.txt_name, [...(zone.txt.get(claimed.txt_name) ?? []), claimed.record])
  const { body } = await app.api('POST', `/custom-domains/${claimed.id}/verify`)
  if (body.status !== 'ready') throw new Error(`${claimed.domain} was not verified: ${JSON.stringify(body)}`)
  return claimed
}
