// A person's browser as far as HTTP goes: cookies by name and path, redirects one at a time, forms as they stand in the page.

type Cookie = { name: string; value: string; path: string; attributes: string }

export type Visited = {
  url: URL
  status: number
  headers: Headers
  body: string
}

const ENTITIES: { [entity: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const plain = (text: string) =>
  text.replace(/&(#39|[a-z]+);/g, (_, entity: string) => ENTITIES[entity] ?? `&${entity};`)

const attribute = (tag: string, name: string) => {
  const value = tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1]
  return value === undefined ? undefined : plain(value)
}

/** The fields of the form on a page and where it posts to. */
export function formOf(page: Visited): { action: URL; fields: { [name: string]: string } } {
  const form = page.body.match(/<form\b[\s\S]*?<\/form>/)?.[0]
  if (!form) throw new Error(`no form on ${page.url.href}: ${page.status} ${page.body.slice(0, 300)}`)
  const fields: { [name: string]: string } = {}
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(tag, 'name')
    if (/\stype="checkbox"/.test(tag) && !/\schecked\b/.test(tag)) continue
    if (name !== undefined) fields[name] = attribute(tag, 'value') ?? ''
  }
  return { action: new URL(attribute(form, 'action') ?? '', page.url), fields }
}

/** The codes of the errors that a page shows. */
export const errorsOf = (page: Visited): string[] => [
  ...new Set(
    [...page.body.matchAll(/<(?:li|p)\b[^>]* data-error-code="([^"]+)">/g)]
      .map(match => match[1] as string)
      .filter(code => !code.startsWith('password-policy-')),
  ),
]

export const titleOf = (page: Visited): string => plain(page.body.match(/<h1[^>]*>([\s\S]*?)<\/h1>/)?.[1] ?? '')

/** The target of the first link with this text. */
export function linkOf(page: Visited, text: string): URL {
  for (const [tag, , inner] of page.body.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/g)) {
    const href = attribute(tag, 'href')
    if (href !== undefined && plain(inner ?? '').trim() === text) return new URL(href, page.url)
  }
  throw new Error(`no link “${text}” on ${page.url.href}`)
}

export type Asked = RequestInit & { headers: { [name: string]: string } }

export class Visitor {
  readonly origin: string
  readonly cookies = new Map<string, Cookie>()
  readonly headers: { [name: string]: string }

  /** @param headers sent with every request, e.g. `x-forwarded-for` */
  constructor(origin: string, headers: { [name: string]: string } = {}) {
    this.origin = new URL(origin).origin
    this.headers = headers
  }

  async fetch(url: string | URL, init: RequestInit = {}): Promise<Visited> {
    const target = new URL(url, this.origin)
    const cookie = [...this.cookies.values()]
      .filter(
        ({ path }) => target.pathname === path || target.pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
      )
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const given = init.headers as { [name: string]: string } | undefined
    const headers = { accept: 'text/html', ...this.headers, ...(cookie ? { cookie } : {}), ...given }
    const visited = await this.ask(target, { ...init, headers })
    for (const line of visited.headers.getSetCookie()) this.keep(line, target)
    return { url: target, ...visited }
  }

  /** One request, as it is; redirects are not followed. */
  protected async ask(url: URL, init: Asked): Promise<Omit<Visited, 'url'>> {
    const response = await fetch(url, { redirect: 'manual', ...init })
    return { status: response.status, headers: response.headers, body: await response.text() }
  }

  private keep(line: string, target: URL): void {
    const [pair = '', ...attributes] = line.split(/;\s*/)
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
    const find = (wanted: string) =>
      attributes.find(given => given.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1)
    const path = find('path') ?? (target.pathname.replace(/\/[^/]*$/, '') || '/')
    const expires = find('expires')
    const gone = find('max-age') === '0' || (expires !== undefined && new Date(expires) <= new Date())
    if (gone || value === '') this.cookies.delete(`${name} ${path}`)
    else this.cookies.set(`${name} ${path}`, { name, value, path, attributes: attributes.join('; ') })
  }

  /** Follows redirects for as long as they stay on this origin. */
  async get(url: string | URL, init: RequestInit = {}): Promise<Visited> {
    let page = await this.fetch(url, init)
    for (let hops = 0; page.status >= 300 && page.status < 400; hops++) {
      const next = new URL(page.headers.get('location') ?? '', page.url)
      if (next.origin !== this.origin || hops > 10) return page
      page = await this.fetch(next)
    }
    return page
  }

  /** Sends the form on a page, with some of its fields filled in, and follows as `get` does. */
  async submit(page: Visited, values: { [name: string]: string } = {}, button = 'default'): Promise<Visited> {
    const { action, fields } = formOf(page)
    return this.post(action, { ...fields, action: button, ...values })
  }

  async post(url: string | URL, fields: { [name: string]: string } | URLSearchParams): Promise<Visited> {
    const init = { method: 'POST', body: new URLSearchParams(fields) }
    const page = await this.fetch(url, init)
    const location = page.headers.get('location')
    if (location === null) return page
    const next = new URL(location, page.url)
    return next.origin === this.origin ? this.get(next) : page
  }
}
