// PATCH merges as Auth0 does: what stands at the root of a body replaces, the rest stays; metadata merge at their first level, where null removes.
import t from 'tap'
import { declaredRoutes } from '../support/declared-routes.ts'
import { createManaged, REFUSING, routeKey, standing } from '../support/managed.ts'

t.setTimeout(120_000)
const managed = await createManaged(t)
const { app } = managed.protocol

/** @property replaced a field, with two values that stand one after the other @property merged metadata */
type Merging = { replaced?: [field: string, first: unknown, then: unknown]; merged?: string[]; deep?: true }

const attribute = { label: 'A', description: 'A', profile_required: false, auth0_mapping: 'a' }
const MERGING: { [route: string]: Merging } = {
  'PATCH /attack-protection/breached-password-detection': {
    replaced: ['shields', ['block', 'user_notification'], ['block']],
  },
  'PATCH /attack-protection/bot-detection': { replaced: ['allowlist', ['192.0.2.1'], ['192.0.2.2']] },
  'PATCH /attack-protection/brute-force-protection': { replaced: ['allowlist', ['192.0.2.1'], ['192.0.2.2']] },
  'PATCH /attack-protection/suspicious-ip-throttling': { replaced: ['allowlist', ['192.0.2.1'], ['192.0.2.2']] },
  'PATCH /branding': {
    replaced: ['colors', { primary: '#112233', page_background: '#ffffff' }, { primary: '#445566' }],
  },
  'PATCH /email-templates/{}': { replaced: ['subject', 'One', 'Two'] },
  'PATCH /emails/provider': { replaced: ['default_from_address', 'a@example.com', 'b@example.com'] },
  'PATCH /prompts': { replaced: ['identifier_first', true, false] },
  'PATCH /branding/phone/providers/{}': { replaced: ['disabled', true, false] },
  'PATCH /branding/phone/templates/{}': { replaced: ['disabled', true, false] },
  'PATCH /client-grants/{}': { replaced: ['scope', ['read:things', 'write:things'], ['write:things']] },
  'PATCH /clients/{}': {
    replaced: ['callbacks', ['https://a.example/', 'https://b.example/'], ['https://b.example/']],
    merged: ['client_metadata'],
  },
  'PATCH /clients/{}/credentials/{}': {
    replaced: ['expires_at', '2030-01-01T00:00:00.000Z', '2031-01-01T00:00:00.000Z'],
  },
  'PATCH /connections/{}': { replaced: ['is_domain_connection', true, false] },
  'PATCH /custom-domains/{}': { merged: ['domain_metadata'] },
  'PATCH /log-streams/{}': { replaced: ['name', 'One', 'Two'] },
  'PATCH /network-acls/{}': { replaced: ['description', 'One', 'Two'] },
  'PATCH /refresh-tokens/{}': { replaced: ['refresh_token_metadata', { a: '1', b: '2' }, { b: '3' }] },
  'PATCH /resource-servers/{}': { replaced: ['scopes', [{ value: 'a' }, { value: 'b' }], [{ value: 'b' }]] },
  'PATCH /roles/{}': { replaced: ['description', 'One', 'Two'] },
  'PATCH /sessions/{}': { replaced: ['session_metadata', { a: '1', b: '2' }, { b: '3' }] },
  'PATCH /tenants/settings': {
    replaced: ['allowed_logout_urls', ['https://a.example/', 'https://b.example/'], ['https://b.example/']],
  },
  'PATCH /token-exchange-profiles/{}': { replaced: ['name', 'One!', 'Two!'] },
  'PATCH /user-attribute-profiles/{}': {
    replaced: ['user_attributes', { a: attribute, b: attribute }, { b: attribute }],
  },
  'PATCH /users/{}/authentication-methods/{}': { replaced: ['name', 'One', 'Two'] },
  'PATCH /users/{}': { replaced: ['given_name', 'One', 'Two'], merged: ['user_metadata', 'app_metadata'], deep: true },
}
/** What switches, and merges nothing. */
const SWITCHING = [
  'PATCH /attack-protection/captcha',
  // The whole of it, always.
  'PATCH /branding/themes/{}',
  'PATCH /branding/phone/templates/{}/reset',
  'PATCH /connections/{}/clients',
  'PATCH /custom-domains/default',
]

for (const route of await declaredRoutes(app)) {
  const key = routeKey(route)
  if (route.method !== 'PATCH' || [...SWITCHING, ...REFUSING].includes(key)) continue
  t.test(route.name, async t => {
    const merging = MERGING[key]
    if (!merging) throw new Error(`How does ${key} merge? Say so in MERGING.`)
    const { path } = await standing(managed, route)
    const patch = async (body: object) => {
      const answer = await app.api('PATCH', path, body)
      t.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body
    }
    const get = async () => (await app.api('GET', path)).body

    if (merging.replaced) {
      const [field, first, then] = merging.replaced
      await patch({ [field]: first })
      const { updated_at: _, ...before } = await get()
      await patch({ [field]: then })
      const { updated_at: __, ...after } = await get()
      t.strictSame(after, { ...before, [field]: then }, 'the field is replaced, the rest stays')
    }
    for (const field of merging.merged ?? []) {
      await patch({ [field]: { a: '1', b: '2' } })
      await patch({ [field]: { b: '3', c: '4' } })
      t.strictSame((await get())[field], { a: '1', b: '3', c: '4' }, `${field} merge`)
      await patch({ [field]: { a: null } })
      t.strictSame((await get())[field], { b: '3', c: '4' }, 'null removes')
      if (!merging.deep) continue
      await patch({ [field]: { b: { x: 1 }, c: null } })
      await patch({ [field]: { b: { y: 2 } } })
      t.strictSame((await get())[field], { b: { y: 2 } }, 'below the first level nothing merges')
      await patch({ [field]: {} })
      t.strictSame((await get())[field] ?? {}, {}, 'an empty object empties')
    }
  })
}
