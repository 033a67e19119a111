// Texts as QR codes, for a template to draw. The only owner of the encoder.
import { encode } from 'uqr'

/** A quiet zone of four modules on each side, as scanners want it. */
const BORDER = 4

/** The dark modules in a square of `size`, as an SVG path to draw with a stroke of one: a row's neighbours are one line. */
export function qrCode(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: BORDER })
  let path = ''
  for (const [y, row] of data.entries()) {
    let pen = -1
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x]) x++
      path += `${pen < 0 ? `M${from} ${y}.5` : `m${from - pen} 0`}h${x - from}`
      pen = x
    }
  }
  return { size, path }
}
