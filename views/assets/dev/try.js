// The try-it page: a public OpenID Connect client in the browser that shows what it does.
// Authorization code with PKCE, state, nonce; refresh; userinfo; logout. Tokens stay in this tab's sessionStorage: fine
// for a page that exists in development only.

const root = document.querySelector('#try')
const { issuer, clientId, redirectUri, audience } = root.dataset
const words = JSON.parse(root.dataset.words)
const claims = JSON.parse(root.dataset.claims)
const $ = id => document.getElementById(id)

const fill = (text, variables) => text.replace(/\$\{(\w+)\}/g, (_, name) => variables[name])

function element(name, attributes, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

const store = {
  get: key => JSON.parse(sessionStorage.getItem(`try.${key}`) ?? 'null'),
  set: (key, value) => sessionStorage.setItem(`try.${key}`, JSON.stringify(value)),
  remove: key => sessionStorage.removeItem(`try.${key}`),
}

// --- encodings

const base64url = bytes =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const fromBase64url = text =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0))
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)))
const sha256 = text => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))

/** The parts of a JWT, or undefined when the token is opaque. */
function decode(token) {
  const parts = token.split('.')
  if (parts.length !== 3) return undefined
  const [header, payload] = parts.slice(0, 2).map(part => JSON.parse(new TextDecoder().decode(fromBase64url(part))))
  return { parts, header, payload }
}

// --- the protocol

let metadata
async function discover() {
  metadata ??= await (await fetch(`${issuer}.well-known/openid-configuration`)).json()
  return metadata
}

/** A request to Lintel, written down for the reader. */
async function call(method, url, options, shown) {
  const started = performance.now()
  const response = await fetch(url, { method, ...options })
  const body = await response.text()
  const milliseconds = Math.round(performance.now() - started)
  const answer = body.startsWith('{') ? JSON.parse(body) : body
  note({
    line: `${method} ${new URL(url).pathname}`,
    status: response.status,
    milliseconds,
    request: shown,
    response: answer,
  })
  if (!response.ok) throw new Refusal(answer.error ?? String(response.status), answer.error_description ?? '')
  return answer
}

class Refusal extends Error {
  constructor(error, description) {
    super(description ? `${error}: ${description}` : error)
  }
}

async function authorize(extra) {
  const { authorization_endpoint } = await discover()
  const login = { state: random(), nonce: random(), verifier: random() }
  store.set('login', login)
  const parameters = {
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile email offline_access',
    ...(audience && { audience }),
    state: login.state,
    nonce: login.nonce,
    code_challenge: base64url(await sha256(login.verifier)),
    code_challenge_method: 'S256',
    ...extra,
  }
  note({ line: `GET ${new URL(authorization_endpoint).pathname}`, request: parameters })
  location.assign(`${authorization_endpoint}?${new URLSearchParams(parameters)}`)
}

async function tokens(parameters) {
  const { token_endpoint } = await discover()
  const body = { client_id: clientId, ...parameters }
  return await call('POST', token_endpoint, { body: new URLSearchParams(body) }, body)
}

/** Back from Lintel with a code or an error in the address. */
async function finish(answer) {
  history.replaceState(null, '', new URL(redirectUri).pathname)
  const login = store.get('login')
  store.remove('login')
  // RFC 9700 §4.7.1 and RFC 9207: an answer that this tab did not ask for, or of another issuer, is not used.
  const ours = login && answer.get('state') === login.state && (answer.get('iss') ?? issuer) === issuer
  if (!ours) throw new Error(words.stateErrorText)
  if (answer.has('error')) throw new Refusal(answer.get('error'), answer.get('error_description'))
  note({
    line: `GET ${new URL(redirectUri).pathname}`,
    outcome: words.returnedText,
    request: Object.fromEntries(answer),
  })

  const result = await tokens({
    grant_type: 'authorization_code',
    code: answer.get('code'),
    redirect_uri: redirectUri,
    code_verifier: login.verifier,
  })
  if (decode(result.id_token).payload.nonce !== login.nonce) throw new Error(words.nonceErrorText)
  store.set('tokens', result)
}

async function refresh() {
  const held = store.get('tokens')
  const result = await tokens({ grant_type: 'refresh_token', refresh_token: held.refresh_token })
  store.set('tokens', { ...held, ...result })
}

async function userinfo() {
  const { userinfo_endpoint } = await discover()
  const authorization = `Bearer ${store.get('tokens').access_token}`
  await call('GET', userinfo_endpoint, { headers: { authorization } }, { authorization })
}

function logout() {
  store.remove('tokens')
  store.remove('log')
  location.assign(`${issuer}v2/logout?${new URLSearchParams({ client_id: clientId, returnTo: redirectUri })}`)
}

/** The id of the published key that signed the token, or undefined. */
async function signedBy({ parts, header }) {
  if (header.alg !== 'RS256') return undefined
  const { keys } = await (await fetch((await discover()).jwks_uri)).json()
  const key = keys.find(({ kid }) => kid === header.kid)
  if (!key) return undefined
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('jwk', key, algorithm, false, ['verify'])
  const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`)
  return (await crypto.subtle.verify(algorithm, imported, fromBase64url(parts[2]), signed)) ? header.kid : undefined
}

// --- what the reader sees

function note(entry) {
  store.set('log', [{ time: Date.now(), ...entry }, ...(store.get('log') ?? [])].slice(0, 20))
}

const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' })
function when(seconds) {
  const away = seconds - Date.now() / 1000
  const [size, unit] = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ].find(([length]) => Math.abs(away) >= length) ?? [1, 'second']
  return relative.format(Math.round(away / size), unit)
}

const TIMES = ['exp', 'iat', 'nbf', 'auth_time']

function claimRow([name, value]) {
  const shown = element('td', {}, element('code', {}, typeof value === 'string' ? value : JSON.stringify(value)))
  if (TIMES.includes(name)) shown.append(' ', when(value))
  const meaning = Object.hasOwn(claims, name) ? [element('small', {}, claims[name])] : []
  return element('tr', {}, element('th', { scope: 'row' }, element('code', {}, name), ...meaning), shown)
}

function copyButton(text) {
  const button = element('button', { type: 'button', class: 'quiet' }, words.copyButtonText)
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text)
    button.textContent = words.copiedText
  })
  return button
}

function showToken(kind, token) {
  const decoded = decode(token)
  const raw = decoded
    ? decoded.parts.flatMap((part, i) => [i ? '.' : '', element('span', { class: `part${i}` }, part)])
    : [token]
  const body = [
    element(
      'details',
      {},
      element('summary', {}, words.rawTitle),
      ...(decoded ? [element('pre', {}, JSON.stringify(decoded.header, null, 2))] : []),
      element('p', { class: 'jwt' }, element('code', {}, ...raw)),
      copyButton(token),
    ),
  ]
  if (decoded) {
    const head = element(
      'tr',
      {},
      element('th', { scope: 'col' }, words.claimLabel),
      element('th', { scope: 'col' }, words.valueLabel),
    )
    const seal = element('p', { class: 'seal' })
    signedBy(decoded).then(
      kid => {
        seal.textContent = kid ? fill(words.signatureValidText, { kid }) : words.signatureInvalidText
        seal.classList.add(kid ? 'sound' : 'broken')
      },
      () => seal.remove(),
    )
    body.unshift(
      seal,
      element(
        'table',
        {},
        element('thead', {}, head),
        element('tbody', {}, ...Object.entries(decoded.payload).map(claimRow)),
      ),
    )
  } else body.unshift(element('p', {}, words.opaqueText))
  $(`${kind}-token`).lastElementChild.replaceChildren(...body)
}

const outcomeOf = ({ status, milliseconds, outcome }) =>
  [status, milliseconds !== undefined && `${milliseconds} ms`, outcome].filter(Boolean).join(' · ')

function logEntry(entry) {
  const { time, line, request, response } = entry
  const box = element(
    'details',
    line.endsWith('/userinfo') ? { open: '' } : {},
    element(
      'summary',
      {},
      element('code', {}, line),
      ' ',
      element('span', {}, outcomeOf(entry)),
      ' ',
      element('time', { datetime: new Date(time).toISOString() }, new Date(time).toLocaleTimeString()),
    ),
  )
  const part = (title, value) =>
    value && box.append(element('h3', {}, title), element('pre', {}, JSON.stringify(value, null, 2)))
  part(words.requestLabel, request)
  part(words.responseLabel, response)
  return element('li', {}, box)
}

function show() {
  const held = store.get('tokens')
  $('signed-out').hidden = Boolean(held)
  $('signed-in').hidden = !held
  if (held) {
    const { name, nickname, email, sub } = decode(held.id_token).payload
    $('welcome').textContent = fill(words.welcomeText, { name: nickname ?? name ?? email ?? sub })
    $('refresh').hidden = $('refresh-token').hidden = !held.refresh_token
    showToken('id', held.id_token)
    showToken('access', held.access_token)
  }
  const log = store.get('log') ?? []
  $('log').hidden = !log.length
  $('log')
    .querySelector('ol')
    .replaceChildren(...log.map(logEntry))
}

/** Runs a step, then shows where we are; what went wrong is said, not swallowed. */
async function step(run) {
  const failure = $('failure')
  failure.hidden = true
  $('status').textContent = ''
  root.ariaBusy = 'true'
  try {
    await run()
  } catch (error) {
    // A fetch that never got an answer is a TypeError.
    const reason = error instanceof TypeError ? words.networkErrorText : error.message
    failure.replaceChildren(element('p', {}, words.failedTitle), reason)
    failure.hidden = false
  }
  root.ariaBusy = null
  show()
}

const on = (id, run) => $(id).addEventListener('click', () => step(run))
/** Where the page stays, it says what came of it. */
const onAndSay = (id, run) =>
  on(id, async () => {
    await run()
    const [last] = store.get('log')
    $('status').textContent = `${last.line} · ${outcomeOf(last)}`
  })
on('signup', () => authorize({ screen_hint: 'signup' }))
on('login', () => authorize({}))
onAndSay('refresh', refresh)
onAndSay('userinfo', userinfo)
on('logout', logout)

const answer = new URLSearchParams(location.search)
if (answer.has('code') || answer.has('error')) {
  await step(() => finish(answer))
  if (store.get('tokens')) $('welcome').focus()
} else show()
