// The URLs that a client or a tenant registers: where a browser may be sent, and which origins may call. Checked when they are written, so
// that whoever compares them later compares exact strings.
import { isIP } from 'node:net'
import { parse } from 'tldts'
import { invalidProperty } from '../errors.ts'

// RFC 3986 §2: nothing that a browser and a comparison of strings could read differently (spaces, backslashes, braces, raw Unicode).
const CHARACTERS = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*$/
const LENGTH = 2_000

/** Schemes that run or reveal something in the browser or beside it, and the one that Lintel keeps for itself. */
const FORBIDDEN_SCHEMES = new Set([
  'about:',
  'android-app:',
  'blob:',
  'chrome:',
  'data:',
  'feed:',
  'file:',
  'filesystem:',
  'ftp:',
  'intent:',
  'jar:',
  'javascript:',
  'lintel:',
  'livescript:',
  'mailto:',
  'mhtml:',
  'resource:',
  'search:',
  'search-ms:',
  'shell:',
  'sms:',
  'tel:',
  'vbscript:',
  'view-source:',
  'ws:',
  'wss:',
  'x-javascript:',
])

/** What Windows opens by these are its own tools, with parameters from the URL (CVE-2022-30190); apps have `ms-app` and `ms-appx-web`. */
const WINDOWS_TOOL = /^ms-(?!app:|appx)/

/** CVE-2026-9689: parameters of an authorization response, which a registered query must not forge. */
const RESPONSE_PARAMETERS = new Set([
  'access_token',
  'code',
  'error',
  'error_description',
  'expires_in',
  'id_token',
  'iss',
  'response',
  'scope',
  'session_state',
  'state',
  'token_type',
])

/** Whether anybody may register a name right under this one, by the public suffix list with its private part; an unknown top level counts. */
function isPublicSuffix(domain: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(domain, { allowPrivateDomains: true })
  return publicSuffix === domain || !(isIcann || isPrivate)
}

const isLoopback = (hostname: string) =>
  hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))

type Kind = 'redirect' | 'origin' | 'https' | 'link'

/** What is wrong with it, or undefined. */
export function problemOf(value: string, kind: Kind): string | undefined {
  if (value.length > LENGTH) return `The URL is longer than ${LENGTH} characters.`
  if (!CHARACTERS.test(value))
    return 'The URL has a character that must be percent-encoded, or a placeholder other than *.'
  if (!URL.canParse(value) || !/^[a-z][a-z0-9+.-]*:/.test(value)) return 'The URL is not absolute.'
  const url = new URL(value)
  if (FORBIDDEN_SCHEMES.has(url.protocol) || WINDOWS_TOOL.test(url.protocol))
    return `The scheme ${url.protocol} is not allowed.`
  if (url.username !== '' || url.password !== '') return 'The URL must not carry a user name or password.'
  // A host with a dot at its end is the same host under another name.
  if (url.hostname.endsWith('.')) return 'The host must not end with a dot.'
  if (value.includes('#')) return 'The URL must not have a fragment.'

  const web = url.protocol === 'https:' || url.protocol === 'http:'
  if (web && !/^https?:\/\/[^/]/.test(value)) return 'The URL is not absolute.'
  if (kind === 'https' && url.protocol !== 'https:') return 'The URL must be https.'
  if (kind === 'link' && !web) return 'The URL must be https or http.'
  // RFC 9700 §2.6: nothing is answered over an unencrypted connection, loopback aside.
  if (kind !== 'link' && url.protocol === 'http:' && !isLoopback(url.hostname))
    return 'The URL must be https; http is for loopback hosts.'

  if (value.includes('*')) {
    const suffix = /^https:\/\/\*\.([^*/?]+)(?:[/?][^*]*)?$/.test(value) ? url.hostname.slice(2) : undefined
    if (suffix === undefined || kind === 'https' || kind === 'link' || isIP(suffix) !== 0)
      return 'A * may only be the first label of an https host.'
    if (isPublicSuffix(suffix)) return `A * may not stand under ${suffix}, where anybody can have a sub-domain.`
  }
  if (kind === 'origin' && !/^[a-z][a-z0-9+.-]*:\/\/[^/?]+$/.test(value))
    return 'An origin is a scheme and a host, with a port if it has one, and no slash at the end.'
  if (kind === 'redirect') {
    const forged = [...url.searchParams.keys()].find(name => RESPONSE_PARAMETERS.has(name))
    if (forged !== undefined) return `The query must not carry the response parameter ${forged}.`
  }
  return undefined
}

/**
 * Throws Auth0's validation error when a URL may not be registered.
 * @param kind `redirect`: a browser is sent there; `origin`: scripts call from there; `https`: a page of the client; `link`: a picture or page shown
 * @param property where it stands in the body
 */
export function checkUrl(value: string, kind: Kind, property: string): void {
  const problem = problemOf(value, kind)
  if (problem !== undefined) throw invalidProperty(problem, property)
}

export function checkUrls(values: readonly string[] | undefined, kind: Kind, property: string): void {
  for (const [index, value] of (values ?? []).entries()) checkUrl(value, kind, `${property}.${index}`)
}
