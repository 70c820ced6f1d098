// @ts-check
/**
 * The inbox in the browser. It asks for what it shows, and asks again when an event says that something
 * changed. Whatever comes from cases goes in as text, never as markup.
 *
 * @typedef {import('../inbox.ts').InboxPage} InboxPage
 * @typedef {import('../inbox.ts').Thread} Thread
 */
import { asTime, at, onPress, say, setCode, setText, setTime } from './show.js'
import { address, fillCase, fillCases, fillThread, place, showNoCase } from './views.js'

/** How many messages of a case are shown, and how many more each time. */
const someMessages = 30

const state = {
  /** @type {InboxPage | undefined} */
  page: undefined,
  /** The cursor of that page; empty on the first. */
  before: '',
  /** @type {Thread | undefined} */
  thread: undefined,
  messages: someMessages,
  /** Whether the case that comes is to have the focus: on the first load the browser decides. */
  takesFocus: false,
  isSending: false,
  /** How far the mock's clock is ahead of this one. */
  ahead: 0,
}

/** What was written and not sent, by the address of its case. @type {Map<string, string>} */
const drafts = new Map()

// --- asking

/** The mock answered, and it is no. */
class Refusal extends Error {}

/** @param {string} path @param {RequestInit} [init] */
async function ask(path, init) {
  const answer = await fetch(`/_mock/${path}`, init).catch(() => {
    throw new Error('The mock does not answer. Is it still running?')
  })
  const json = await answer.json()
  if (!answer.ok) throw new Refusal(json.message)
  return json
}

/** @param {string} path @param {object} body */
const post = (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) })

/**
 * Runs `work` now, or once more after the run under way: not twice at a time, and not more often than
 * anyone can read.
 * @param {() => Promise<void>} work
 */
function coalesced(work) {
  let isRunning = false
  let again = false
  return async () => {
    again = true
    if (isRunning) return
    isRunning = true
    while (again) {
      again = false
      await work().catch((error) => say(error.message))
      if (again) await new Promise((resolve) => setTimeout(resolve, 200))
    }
    isRunning = false
  }
}

function tick() {
  const now = new Date(Date.now() + state.ahead).toISOString()
  setTime(at('now'), now, asTime(now))
}

// --- the list

const showList = coalesced(async () => {
  const { account } = place()
  const text = at('text').value.trim()
  const resolved = at('resolved').checked
  const query = new URLSearchParams({
    text,
    resolved: String(resolved),
    before: state.before,
    ...(account && { account }),
  })
  /** @type {InboxPage} */
  const page = await ask(`inbox?${query}`).catch((error) => {
    // Accounts go away with a reset.
    if (error instanceof Refusal) location.hash = '#/'
    throw error
  })
  // The last cases of the last page may have gone elsewhere.
  if (page.cases.length === 0 && page.newer !== undefined) return turnTo(page.newer)
  const [first] = page.cases
  const was = state.page
  if (was?.account === page.account && page.total > was.total && first?.messages === 1) {
    if (!was.cases.some(({ caseId }) => caseId === first.caseId)) say(`New case: ${first.subject}`)
  }
  state.page = page
  state.ahead = Date.parse(page.now) - Date.now()
  tick()
  const choice = at('account')
  if (choice.length !== page.accounts.length || choice.textContent !== page.accounts.join('')) {
    choice.replaceChildren(...page.accounts.map((id) => new Option(id, id)))
  }
  choice.value = page.account
  at('account-choice').hidden = page.accounts.length < 2
  fillCases(page, { text, resolved })
})

/** @param {string | undefined} cursor */
function turnTo(cursor = '') {
  state.before = cursor
  at('cases').scrollTop = 0
  showList()
}

// --- the case

const showCase = coalesced(async () => {
  const { hash } = location
  const { account, caseId } = place(hash)
  const was = state.thread?.caseId === caseId && state.thread.account === account ? state.thread : undefined
  if (!caseId) return leave('Choose a case to read it.')
  const query = new URLSearchParams({ account, caseId, messages: String(state.messages) })
  try {
    /** @type {Thread} */
    const thread = await ask(`case?${query}`)
    if (location.hash !== hash) return
    state.thread = thread
    fillCase(thread)
    fillThread(thread, was)
    if (state.takesFocus) at('subject').focus()
    state.takesFocus = false
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    leave(error.message)
  }
})

/** @param {string} reason */
function leave(reason) {
  state.thread = undefined
  showNoCase(reason)
}

function refresh() {
  showList()
  showCase()
}

// --- acting

/** @param {string} action @param {object} [more] */
async function act(action, more) {
  if (state.isSending) return false
  state.isSending = true
  setText(at('problem'), '')
  try {
    const { account: accountId, caseId } = place()
    await post(`agent/${action}`, { accountId, caseId, ...more })
    refresh()
    return true
  } catch (error) {
    setText(at('problem'), String(error instanceof Error ? error.message : error))
    return false
  } finally {
    state.isSending = false
  }
}

/** @param {File} file @returns {Promise<{ fileName: string, data: string }>} */
const attachment = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve({ fileName: file.name, data: String(reader.result).split(',')[1] ?? '' })
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })

async function answer() {
  const { hash } = location
  /** @type {{ fileName: string, data: string }[]} */
  const attachments = await Promise.all([...at('files').files].map(attachment))
  const wait = new FormData(at('answer')).get('wait') === 'true'
  if (!(await act('reply', { body: at('body').value, wait, attachments }))) return
  say('The answer was sent.')
  drafts.delete(hash)
  if (location.hash === hash) at('answer').reset()
}

at('answer').addEventListener('submit', (/** @type {SubmitEvent} */ event) => {
  event.preventDefault()
  answer().catch((error) => setText(at('problem'), error.message))
})
at('body').addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) at('answer').requestSubmit()
})
onPress('assign', () => act('assign'))
onPress('resolve', () => act('resolve'))
onPress('earlier', () => {
  state.messages += someMessages
  // The button may go away with the last of them.
  at('thread').focus({ preventScroll: true })
  showCase()
})

at('clock').addEventListener('submit', (/** @type {SubmitEvent} */ event) => {
  event.preventDefault()
  const advance = /** @type {HTMLButtonElement} */ (event.submitter).value
  post('clock', { advance }).then(
    ({ now }) => say(`It is now ${asTime(now)}.`),
    (error) => say(error.message),
  )
})

at('filter').addEventListener('submit', (/** @type {SubmitEvent} */ event) => event.preventDefault())
at('filter').addEventListener('input', () => turnTo())
onPress('newer', () => turnTo(state.page?.newer))
onPress('older', () => turnTo(state.page?.older))
at('account').addEventListener('change', () => {
  location.hash = address(at('account').value)
})
at('cases').addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
  const row = /** @type {Element} */ (event.target).closest('li')
  const next = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[event.key]
  if (!next) return
  event.preventDefault()
  next.querySelector('a')?.focus()
})

// --- going from case to case

const setView = () => {
  document.body.dataset.view = place().caseId ? 'case' : 'list'
}

addEventListener('hashchange', ({ oldURL }) => {
  const { hash } = new URL(oldURL)
  const was = place(hash)
  drafts.set(hash, at('body').value)
  at('answer').reset()
  at('body').value = drafts.get(location.hash) ?? ''
  setText(at('problem'), '')
  if (was.account && was.account !== place().account) state.before = ''
  state.messages = someMessages
  state.takesFocus = true
  setView()
  refresh()
  if (!place().caseId)
    at('cases')
      .querySelector(`[data-key="${CSS.escape(was.caseId)}"] a`)
      ?.focus()
})

// --- staying up to date

/** @type {EventSource | undefined} */
let events

// Who is not looked at does not listen: a browser has only six connections to a host.
function listen() {
  events?.close()
  events = undefined
  if (document.hidden) return
  events = new EventSource('/_mock/events')
  events.onopen = () => {
    setCode(at('connection'), 'live')
    refresh()
  }
  events.onerror = () => {
    setCode(at('connection'), 'not-connected')
    if (events?.readyState === EventSource.CLOSED) setTimeout(listen, 3000)
  }
  events.addEventListener('everything', refresh)
  events.addEventListener('case', ({ data }) => {
    const { accountId, caseId } = JSON.parse(data)
    showList()
    if (accountId === place().account && caseId === place().caseId) showCase()
  })
}

addEventListener('visibilitychange', listen)
// Download links are good for an hour.
setInterval(refresh, 30 * 60_000)
setInterval(tick, 1000)
setView()
refresh()
listen()
