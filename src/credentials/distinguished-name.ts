// Distinguished names as text: RFC 4514's form (`CN=app,O=Acme`, the most specific first) and the one that Node and Auth0 write (a line for
// each, in the certificate's order). Two names are the same when every part is, letter for letter.

/** Names by which the same attribute goes: RFC 4519's, OpenSSL's, the object identifier. */
const ALIASES: { [type: string]: string } = {
  '2.5.4.3': 'CN',
  COMMONNAME: 'CN',
  '2.5.4.4': 'SN',
  SURNAME: 'SN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  COUNTRYNAME: 'C',
  '2.5.4.7': 'L',
  LOCALITYNAME: 'L',
  '2.5.4.8': 'ST',
  S: 'ST',
  STATEORPROVINCENAME: 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  ORGANIZATIONNAME: 'O',
  '2.5.4.11': 'OU',
  ORGANIZATIONALUNITNAME: 'OU',
  '2.5.4.12': 'TITLE',
  '2.5.4.15': 'BUSINESSCATEGORY',
  '2.5.4.17': 'POSTALCODE',
  '2.5.4.42': 'GN',
  GIVENNAME: 'GN',
  '2.5.4.46': 'DNQUALIFIER',
  '2.5.4.97': 'ORGANIZATIONIDENTIFIER',
  '0.9.2342.19200300.100.1.1': 'UID',
  USERID: 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  DOMAINCOMPONENT: 'DC',
  '1.2.840.113549.1.9.1': 'EMAILADDRESS',
  E: 'EMAILADDRESS',
  '1.3.6.1.4.1.311.60.2.1.1': 'JURISDICTIONL',
  '1.3.6.1.4.1.311.60.2.1.2': 'JURISDICTIONST',
  '1.3.6.1.4.1.311.60.2.1.3': 'JURISDICTIONC',
}

const TYPE = /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=/
/** RFC 4514 §3: what must be escaped is; a value that is the hexadecimal of its encoding is not understood here. */
const VALUE = /^(?:\\[ "#+,;<=>\\]|\\[0-9A-Fa-f]{2}|[^\\"#+,;<>\n])(?:\\[ "#+,;<=>\\]|\\[0-9A-Fa-f]{2}|[^\\"+,;<>\n])*/

function unescaped(value: string): string | undefined {
  const bytes: Buffer[] = []
  let isSpace = false
  for (const [part, char, hex] of value.matchAll(/\\([ "#+,;<=>\\])|\\([0-9A-Fa-f]{2})| +|[^ \\]+/g)) {
    bytes.push(hex !== undefined ? Buffer.from(hex, 'hex') : Buffer.from(char ?? part))
    isSpace = part.startsWith(' ')
  }
  // White space after a value is none of it, unless it is escaped.
  if (isSpace) bytes.pop()
  const encoded = Buffer.concat(bytes)
  const text = encoded.toString('utf8')
  return Buffer.from(text).equals(encoded) && text !== '' ? text : undefined
}

/** @returns the parts in the certificate's order, each in one spelling; undefined: it is no distinguished name */
export function parseDistinguishedName(text: string): string[] | undefined {
  const lines = text.includes('\n')
  const parts: string[] = []
  let rest = text
  for (;;) {
    const attributes: string[] = []
    for (;;) {
      const type = TYPE.exec(rest)
      if (!type?.[1]) return undefined
      rest = rest.slice(type[0].length).replace(/^ +/, '')
      const raw = VALUE.exec(rest)?.[0]
      const value = raw === undefined ? undefined : unescaped(raw)
      if (raw === undefined || value === undefined) return undefined
      rest = rest.slice(raw.length)
      const name = type[1].toUpperCase()
      attributes.push(JSON.stringify([Object.hasOwn(ALIASES, name) ? ALIASES[name] : name, value]))
      if (!rest.startsWith('+')) break
      rest = rest.slice(1)
    }
    // RFC 4514 §2.2: a part of several attributes is a set.
    parts.push(attributes.sort().join())
    if (rest === '') return lines ? parts : parts.reverse()
    if (rest[0] !== (lines ? '\n' : ',')) return undefined
    rest = rest.slice(1)
  }
}

export function isSameDistinguishedName(a: string, b: string): boolean {
  const [one, other] = [parseDistinguishedName(a), parseDistinguishedName(b)]
  return one !== undefined && other !== undefined && JSON.stringify(one) === JSON.stringify(other)
}
