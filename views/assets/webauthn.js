// Passkeys and security keys. Whatever needs this file is unseen without it, and each page has another way.

const bytes = text =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0))
const base64url = buffer =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

// Browsers read and write JSON since 2023 to 2025; before that it is done by hand.
const listed = keys => keys?.map(key => ({ ...key, id: bytes(key.id) }))
const creation = json =>
  PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? {
    ...json,
    challenge: bytes(json.challenge),
    user: { ...json.user, id: bytes(json.user.id) },
    excludeCredentials: listed(json.excludeCredentials),
  }
const request = json =>
  PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? {
    ...json,
    challenge: bytes(json.challenge),
    allowCredentials: listed(json.allowCredentials),
  }
function written(credential) {
  if (credential.toJSON) return credential.toJSON()
  const { id, type, authenticatorAttachment, response } = credential
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']
  return {
    id,
    rawId: id,
    type,
    authenticatorAttachment,
    clientExtensionResults: {},
    response: {
      ...Object.fromEntries(parts.filter(part => response[part]).map(part => [part, base64url(response[part])])),
      ...(response.getTransports && { transports: response.getTransports() }),
    },
  }
}

// One at a time: a click takes over from the list of names that waits.
let running

async function ask(button, mediation) {
  const { form, dataset } = button
  const json = JSON.parse(dataset.webauthn)
  running?.abort()
  running = new AbortController()
  const { signal } = running
  const problem = form.querySelector('[data-problem]')
  if (problem) problem.textContent = ''
  try {
    const credential = await (json.user
      ? navigator.credentials.create({ publicKey: creation(json), signal })
      : navigator.credentials.get({ publicKey: request(json), signal, ...(mediation && { mediation }) }))
    form.elements.credential.value = JSON.stringify(written(credential))
    form.requestSubmit(button)
  } catch (error) {
    if (signal.aborted) return
    // Where nobody clicked nothing is said.
    if (problem && !mediation) problem.textContent = error.name === 'InvalidStateError' ? dataset.taken : dataset.failed
    if (!mediation) void fillIn(button)
  }
}

/** Passkeys among the names that the browser fills in. */
async function fillIn(button) {
  if (!('autofill' in button.dataset)) return
  if (await PublicKeyCredential.isConditionalMediationAvailable?.()) void ask(button, 'conditional')
}

async function tellKind() {
  const own = await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()
  const secure = location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: what this browser can do, for the pages that follow; the Cookie Store API is not everywhere
  document.cookie = `lintel_webauthn=${own ? 'platform' : 'roaming'}; path=/; samesite=lax${secure}`
}

/** What has become of credentials, so that none is offered that is of no use; silent where a browser does not want to hear it. */
async function tell({ signal, about }) {
  try {
    await PublicKeyCredential[signal]?.(JSON.parse(about))
  } catch {}
}

if (window.PublicKeyCredential) {
  void tellKind()
  for (const { dataset } of document.querySelectorAll('[data-signal]')) void tell(dataset)
  for (const element of document.querySelectorAll('[data-with-webauthn]')) element.hidden = false
  for (const element of document.querySelectorAll('[data-without-webauthn]')) element.hidden = true
  for (const button of document.querySelectorAll('button[data-webauthn]')) {
    button.addEventListener('click', event => {
      event.preventDefault()
      void ask(button)
    })
    void fillIn(button)
  }
}
