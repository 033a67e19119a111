import { randomBytes } from 'node:crypto'
import t from 'tap'
import {
  claimsOf,
  creationOptions,
  type Key,
  methodsOf,
  requestOptions,
  verifyAssertion,
  verifyCreation,
} from '../../src/credentials/webauthn.ts'
import { type Said, SoftwareKey } from '../support/software-key.ts'

const challenge = randomBytes(54).toString('base64url')
const site: Said = { challenge, origin: 'https://login.example', rpId: 'login.example' }
const ceremony = { challenge, relying_party_id: site.rpId, origins: [site.origin], verifies: true }

/** A credential as it is kept. */
async function enrolled(said: Partial<Said> = {}): Promise<{ key: SoftwareKey; kept: Key }> {
  const key = new SoftwareKey()
  const made = await verifyCreation(key.create({ ...site, ...said }), ceremony)
  if ('refused' in made) throw new Error(made.refused)
  return { key, kept: { ...made, user_handle: 'ada' } }
}

t.test(
  'a browser is asked for a passkey that its user shows who she is for, for a second factor as it can',
  async t => {
    const asked = {
      challenge,
      relying_party: { id: site.rpId, name: 'Acme' },
      user: { handle: 'aGFuZGxl', name: 'ada@example.com', display_name: 'Ada' },
      exclude: [
        { key_id: 'a2V5', transports: ['usb', 'telepathy'] },
        { key_id: null, transports: null },
      ],
    }
    t.match(creationOptions({ ...asked, type: 'passkey' }), {
      attestation: 'none',
      authenticatorSelection: {
        residentKey: 'required',
        userVerification: 'required',
        authenticatorAttachment: undefined,
      },
      excludeCredentials: [{ id: 'a2V5', type: 'public-key', transports: ['usb'] }],
      user: { id: 'aGFuZGxl', name: 'ada@example.com', displayName: 'Ada' },
    })
    const attached = (type: 'passkey' | 'webauthn-platform' | 'webauthn-roaming', local = false) =>
      creationOptions({ ...asked, type, local }).authenticatorSelection?.authenticatorAttachment
    t.equal(attached('passkey', true), 'platform')
    t.equal(attached('webauthn-platform'), 'platform')
    t.equal(attached('webauthn-roaming'), 'cross-platform')
    t.match(requestOptions({ challenge, relying_party_id: site.rpId, verifies: false }), {
      allowCredentials: [],
      userVerification: 'preferred',
    })
  },
)

t.test('a credential is kept as it says it is', async t => {
  const { kept, key } = await enrolled({ synced: true, signCount: 7 })
  t.match(kept, {
    key_id: key.id,
    sign_count: 7,
    transports: ['hybrid', 'internal'],
    credential_device_type: 'multi_device',
    credential_backed_up: true,
    user_verified: true,
  })
})

t.test('what is not the answer to what was asked enrols nothing', async t => {
  const key = new SoftwareKey()
  for (const [why, said] of Object.entries<Partial<Said>>({
    'another challenge': { challenge: randomBytes(54).toString('base64url') },
    'another origin': { origin: 'https://evil.example' },
    'another port': { origin: 'https://login.example:8443' },
    'another relying party': { rpId: 'example' },
    'an assertion': { type: 'webauthn.get' },
    'nobody was there': { present: false },
    'nobody showed who she is': { verified: false },
  }))
    t.match(await verifyCreation(key.create({ ...site, ...said }), ceremony), { refused: String }, why)
  for (const [why, answer] of Object.entries<unknown>({
    nothing: undefined,
    'not an object': 'credential',
    'an empty object': {},
    'an empty response': { id: 'x', rawId: 'x', type: 'public-key', response: {} },
    'no CBOR': { ...key.create(site), response: { ...key.create(site).response, attestationObject: 'AAAA' } },
    'very deep CBOR': {
      ...key.create(site),
      response: { ...key.create(site).response, attestationObject: Buffer.alloc(12_000, 0x81).toString('base64url') },
    },
  }))
    t.match(await verifyCreation(answer, ceremony), { refused: String }, why)
})

t.test('an attestation is refused unread: nobody asked, and its certificates name URLs', async t => {
  const key = new SoftwareKey()
  // {"x5c": []}
  const statement = Buffer.from('a16378356380', 'hex')
  for (const name of ['packed', 'fido-u2f', 'tpm', 'apple', 'android-key', 'android-safetynet'])
    t.match(await verifyCreation(key.create(site, { name, statement }), ceremony), { refused: /attestation/ }, name)
})

t.test('an assertion proves who holds the key, and how she was asked', async t => {
  const { key, kept } = await enrolled()
  t.same(await verifyAssertion(key.get(site), kept, ceremony), {
    sign_count: 0,
    credential_backed_up: false,
    user_verified: true,
  })
  const alone = await verifyAssertion(key.get({ ...site, verified: false }), kept, { ...ceremony, verifies: false })
  t.match(alone, { user_verified: false })
  t.same(methodsOf({ user_verified: true }), ['pop', 'user', 'mfa'])
  t.same(methodsOf({ user_verified: false }), ['pop', 'user'], 'who only touched a key proved one factor')
})

t.test('an assertion of anybody else, for anything else, or of a copy proves nothing', async t => {
  const { key, kept } = await enrolled({ signCount: 5 })
  const counted = { ...site, signCount: 6 }
  t.match(await verifyAssertion(key.get(counted), kept, ceremony), { sign_count: 6 })
  for (const [why, said] of Object.entries<Partial<Said>>({
    'another challenge': { challenge: randomBytes(54).toString('base64url') },
    'another origin': { origin: 'https://evil.example' },
    'a subdomain': { origin: 'https://a.login.example' },
    'plain http': { origin: 'http://login.example' },
    'another relying party': { rpId: 'evil.example' },
    'a creation': { type: 'webauthn.create' },
    'nobody was there': { present: false },
    'nobody showed who she is': { verified: false },
    'the counter stands still': { signCount: 5 },
    'the counter goes back': { signCount: 4 },
    'the counter is gone': { signCount: 0 },
    'another user': { userHandle: 'bob' },
    'of a sudden it can leave its device': { synced: true },
  }))
    t.match(await verifyAssertion(key.get({ ...counted, ...said }), kept, ceremony), { refused: String }, why)
  t.match(await verifyAssertion(new SoftwareKey().get(counted), kept, ceremony), { refused: String }, 'another key')
  const forged = { ...new SoftwareKey().get(counted), id: key.id, rawId: key.id }
  t.match(await verifyAssertion(forged, kept, ceremony), { refused: String }, 'a signature by another key')
})

t.test('what an answer says it is for is read as far as it can be, and believed by nobody', async t => {
  const key = new SoftwareKey()
  t.same(claimsOf(key.get(site)), { key_id: key.id, challenge })
  for (const nonsense of [undefined, null, 'x', 5, [], {}, { id: 5 }, { id: 'a b', response: { clientDataJSON: '' } }])
    t.equal(claimsOf(nonsense), undefined)
  t.equal(claimsOf({ id: 'a', response: { clientDataJSON: 'bm90IEpTT04' } }), undefined)
  t.equal(claimsOf({ id: 'a', response: { clientDataJSON: Buffer.from('null').toString('base64url') } }), undefined)
})
