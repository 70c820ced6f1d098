// @ts-check
/**
 * What the page looks like with a list and with a case: answers of the mock in, elements filled.
 *
 * @typedef {import('../inbox.ts').InboxPage} InboxPage
 * @typedef {import('../inbox.ts').Thread} Thread
 * @typedef {import('../inbox.ts').Message} Message
 */
import {
  asCount,
  asShort,
  asSize,
  asTime,
  at,
  fillList,
  say,
  setAble,
  setCode,
  setText,
  setTime,
  words,
} from './show.js'

// The address says where we are, so that going back and links to a case work: `#/ACCOUNT/CASE`.

export const place = (hash = location.hash) => {
  const [account = '', caseId = ''] = hash.slice(2).split('/').map(decoded)
  return { account, caseId }
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** @param {string[]} parts */
export const address = (...parts) => `#/${parts.map(encodeURIComponent).join('/')}`

/** @param {InboxPage} page @param {{ text: string, resolved: boolean }} filter */
export function fillCases({ account, cases, total, skipped, now, older, newer }, { text, resolved }) {
  const kind = `${resolved || text ? '' : 'open '}${total === 1 ? 'case' : 'cases'}${text ? ' found' : ''}`
  setText(at('cases-title'), `${asCount(total)} ${kind}`)
  at('no-cases').hidden = total > 0
  fillList(
    at('cases'),
    'listed',
    cases,
    ({ caseId }) => caseId,
    (part, each) => {
      const { from, time, preview } = each.latest ?? { from: 'customer', time: each.timeCreated, preview: '' }
      const link = part('link')
      link.setAttribute('href', address(account, each.caseId))
      link.setAttribute('aria-current', String(each.caseId === place().caseId))
      setText(part('subject'), each.subject)
      setTime(part('time'), time, asShort(time, now))
      setText(part('preview'), `${from === 'agent' ? 'You: ' : ''}${preview}`)
      setCode(part('status'), each.status)
      setCode(part('severity'), each.severityCode)
      setText(part('service'), each.service)
    },
  )
  at('pager').hidden = older === undefined && newer === undefined
  setText(at('range'), `${asCount(skipped + 1)}–${asCount(skipped + cases.length)}`)
  setAble('newer', newer !== undefined)
  setAble('older', older !== undefined)
}

/** @param {string} reason */
export function showNoCase(reason) {
  document.title = 'Support inbox'
  at('one').hidden = true
  at('nothing').hidden = false
  setText(at('nothing'), reason)
}

/** @param {Thread} thread */
export function fillCase(thread) {
  const { status, submittedBy, ccEmailAddresses } = thread
  document.title = `${thread.subject} – Support inbox`
  at('nothing').hidden = true
  at('one').hidden = false
  at('back').setAttribute('href', address(thread.account))
  at('subject').lang = thread.language
  setText(at('subject'), thread.subject)
  setCode(at('status'), status)
  setCode(at('severity'), thread.severityCode)
  setText(at('about'), `${thread.service}: ${words(thread.categoryCode).toLowerCase()}`)
  setText(at('who'), submittedBy)
  at('copied').hidden = ccEmailAddresses.length === 0
  setText(at('copies'), ccEmailAddresses.join(', '))
  setText(at('case-id'), thread.caseId)
  setText(at('display-id'), thread.displayId)
  setAble('assign', ['unassigned', 'opened', 'reopened', 'customer-action-completed'].includes(status))
  setAble('resolve', status !== 'resolved')
}

/** `was` is the same case as it was shown before. @param {Thread} thread @param {Thread | undefined} was */
export function fillThread({ messages, earlier, language, status }, was) {
  const scroller = at('thread')
  const fromEnd = scroller.scrollHeight - scroller.scrollTop
  at('earlier').hidden = earlier === 0
  setText(at('earlier'), `Show earlier messages (${earlier})`)
  at('messages').lang = language
  fillList(at('messages'), 'message', messages, (_, index) => String(earlier + index), fillMessage)
  if (!was || fromEnd - scroller.clientHeight < 40) scroller.scrollTop = scroller.scrollHeight
  else if (earlier < was.earlier) scroller.scrollTop = scroller.scrollHeight - fromEnd
  const latest = messages.at(-1)
  if (was && latest && earlier + messages.length > was.earlier + was.messages.length) {
    if (latest.from === 'customer') say(`New message from ${latest.submittedBy}`)
  } else if (was && status !== was.status) say(`The case is now: ${words(status)}`)
}

/** @param {(name: string) => any} part @param {Message} message */
function fillMessage(part, { from, submittedBy, time, body, attachments }) {
  setCode(part('side'), from)
  setText(part('author'), submittedBy)
  setTime(part('time'), time, asTime(time))
  setText(part('body'), body)
  fillList(
    part('attachments'),
    'attachment',
    attachments,
    (_, index) => String(index),
    (piece, file) => {
      piece('link').setAttribute('href', file.url)
      setText(piece('name'), file.fileName)
      setText(piece('size'), asSize(file.bytes))
    },
  )
}
