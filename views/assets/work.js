// Makes the proof of work that a form asks for, a little at a time, while the person types. Without this file she waits instead.
const K = []
const H = []
const prime = n => {
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false
  return true
}
const fraction = x => ((x - Math.floor(x)) * 0x100000000) | 0
for (let n = 2; K.length < 64; n++) {
  if (!prime(n)) continue
  if (H.length < 8) H.push(fraction(Math.sqrt(n)))
  K.push(fraction(Math.cbrt(n)))
}

/** The first 32 bits of SHA-256 (FIPS 180-4) of a short ASCII text. Synchronous: a promise for each of 10^5 hashes would cost more than they do. */
function sha256Head(text) {
  const blocks = ((text.length + 8) >> 6) + 1
  const words = new Int32Array(blocks * 16)
  for (let i = 0; i < text.length; i++) words[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8)
  words[text.length >> 2] |= 0x80 << (24 - (text.length & 3) * 8)
  words[words.length - 1] = text.length * 8
  const state = [...H]
  const w = new Int32Array(64)
  const rotate = (x, n) => (x >>> n) | (x << (32 - n))
  for (let block = 0; block < blocks; block++) {
    let [a, b, c, d, e, f, g, h] = state
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = words[block * 16 + i]
      else {
        const x = w[i - 15]
        const y = w[i - 2]
        const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
        const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
        w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0
      }
      const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0
      const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    const next = [a, b, c, d, e, f, g, h]
    for (let i = 0; i < 8; i++) state[i] = (state[i] + next[i]) | 0
  }
  return state[0] >>> 0
}

for (const box of document.querySelectorAll('[data-work-bits]')) {
  const { form } = box.querySelector('input')
  const { work, work_solution } = form.elements
  const said = box.querySelector('p')
  const say = text => {
    said.textContent = text
  }
  const shift = 32 - Number(box.dataset.workBits)
  let waiting
  let number = 0
  say(box.dataset.working)
  const search = () => {
    const until = performance.now() + 25
    while (performance.now() < until)
      for (let i = 0; i < 200; i++, number++)
        if (sha256Head(`${work.value}:${number}`) >>> shift === 0) {
          work_solution.value = number
          say(box.dataset.done)
          if (waiting !== undefined) form.requestSubmit(waiting ?? undefined)
          return
        }
    setTimeout(search)
  }
  search()
  // Whoever is faster than the search is sent when it is done.
  form.addEventListener(
    'submit',
    event => {
      if (work_solution.value !== '') return
      event.preventDefault()
      event.stopImmediatePropagation()
      waiting = event.submitter
    },
    { capture: true },
  )
}
