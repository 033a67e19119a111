// E-mail addresses, as pages and API take them.

/** RFC 5321 §4.5.3.1.3 allows 256 octets with its brackets. */
const LONGEST = 254

/** An address as people have them: one @, no space, a domain of two labels or more. Quoted local parts and address literals are refused. */
export const isEmail = (text: string): boolean =>
  text.length <= LONGEST && /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@(?!-)[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(text)
