// Phone numbers, as pages and API take them.

/** E.164 */
export const isPhoneNumber = (text: string): boolean => /^\+[1-9]\d{5,14}$/.test(text)

/** As a person types it: with spaces, dashes, brackets or dots between the digits, and 00 for the plus. */
export const readPhoneNumber = (typed: string): string => typed.replace(/[\s().-]/g, '').replace(/^00/, '+')
