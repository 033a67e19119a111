// Mails as text: what is left of an administrator's HTML.
import t from 'tap'
import { textOf } from '../../src/http/email-templates.ts'

t.test('markup goes, words and links stay', async t => {
  for (const [html, text] of [
    ['<h1>Hello</h1>\n<p>Confirm\n   that <b>it</b> is   yours:</p>', 'Hello\nConfirm that it is yours:'],
    ['<p><a href="https://a.example/?x=1&amp;y=2">Confirm</a></p>', 'Confirm https://a.example/?x=1&y=2'],
    [`<A class=x HREF='https://a.example/'><span>Go</span> on</A>`, 'Go on https://a.example/'],
    ['<a href=https://a.example/>https://a.example/</a>', 'https://a.example/'],
    ['<a name="top">Top</a> and <a data-href="x">more</a>', 'Top and more'],
    ['one<br>two<br/>three<hr>four', 'one\ntwo\nthree\nfour'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'ab\nc'],
    ['<head><title>No</title><style>p > a { color: red }</style></head><script>a < b</script >yes', 'yes'],
    ['<!--[if mso]><p>Outlook</p><![endif]-->everybody<!-- > -->', 'everybody'],
    ['caf&eacute; &lt;3 &amp;lt; &#8220;x&#x201d; &quot;&apos;&nbsp;&#0;&#x110000;.', `caf&eacute; <3 &lt; “x” "' .`],
    ['<p>a</p><p></p><div></div><p></p><p>b</p>', 'a\n\nb'],
    ['<STYLE>İİİİ</STYLE><P>İstanbul</P><p>x', 'İstanbul\nx'],
    ['', ''],
  ] as const)
    t.equal(textOf(html), text)
})

t.test('what begins and never ends takes the rest along, and no longer than to read it', async t => {
  // A million characters: as much as a template may print. Each would be looked through again for each of its tags.
  const many = (piece: string) => piece.repeat(1_000_000 / piece.length)
  for (const piece of ['<', '<style>', '<!--', '<a ', '<a href="', '<a href=', '<script><', '<title '])
    t.equal(textOf(`before${many(piece)}`), 'before', piece)
  for (const [piece, text] of [
    ['<a href=x>', ''],
    ['</a>', ''],
    ['&#', many('&#')],
    ['&amp', many('&amp')],
    [' \n', ''],
    ['<br>', ''],
  ] as const)
    t.ok(textOf(many(piece)) === text, piece)
})
