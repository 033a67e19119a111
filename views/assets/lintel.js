// Only comfort: every page works without this file.

for (const box of document.querySelectorAll('.secret')) {
  const input = box.querySelector('input')
  const button = document.createElement('button')
  button.type = 'button'
  button.setAttribute('aria-controls', input.id)
  const show = visible => {
    input.type = visible ? 'text' : 'password'
    button.textContent = visible ? box.dataset.hide : box.dataset.show
  }
  button.addEventListener('click', () => show(input.type === 'password'))
  // Shown as text a password would be remembered by the browser's form history.
  input.form.addEventListener('submit', () => show(false))
  show(false)
  box.append(button)
}

// A recovery code is copied or printed; without a script it is selected, and printed by the browser's menu.
for (const box of document.querySelectorAll('[data-copy]')) {
  const add = (words, act) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'quiet'
    button.ariaLive = 'polite'
    button.textContent = words
    button.addEventListener('click', act)
    box.append(button)
  }
  const { copy, copied, print } = box.dataset
  add(copy, async ({ target }) => {
    await navigator.clipboard.writeText(box.querySelector('code').textContent)
    target.textContent = copied
  })
  add(print, () => window.print())
}

// A second click while the answer is on its way sends nothing.
for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', event => {
    if (form.ariaBusy) event.preventDefault()
    form.ariaBusy = 'true'
    // An answer may leave this page standing: a redirect to a native app does.
    setTimeout(() => {
      form.ariaBusy = null
    }, 5_000)
  })
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form')) form.ariaBusy = null
})

// The answer to a form stands at the address of its page: whoever comes back to it, or loads it anew, is shown that page, and not asked whether to
// send the form once more. What only a form has opened has no page to come back to.
if (/^\/u\/[^/]+\//.test(location.pathname) && !document.querySelector('[name="ticket"]'))
  history.replaceState(null, '', location.href)

// Frames tell other apps of a logout: onward when they have been loaded, or have taken too long.
const next = document.querySelector('a[data-next]')
if (next) {
  const go = () => location.replace(next.href)
  if (document.readyState === 'complete') go()
  addEventListener('load', go)
  setTimeout(go, 3_000)
}
