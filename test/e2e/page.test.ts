import { writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { expect } from 'chai'
import { type MockEndpoint, type MockOptions, startMockEndpoint } from '../../src/mock/index.ts'
import { type Headers, headersFor, type Json } from '../mock/harness.ts'
import { describeInBrowser, type Page } from './browser.ts'
import { newFolder, startMock } from './command.ts'

const account = '123456789012'

const start = (options: MockOptions = {}) => startMockEndpoint({ port: 0, strictAuth: false, ...options })

/** Calls an operation as a customer's program does. */
async function call({ url }: MockEndpoint, operation: string, input: object, by = account): Promise<Json> {
  const { host, ...headers } = headersFor(operation, by)
  const answer = await fetch(url, {
    method: 'POST',
    headers: headers as Headers,
    body: JSON.stringify(input),
  })
  expect(answer.status, operation).to.equal(200)
  return answer.json()
}

const create = async (mock: MockEndpoint, subject: string, more: object = {}, by?: string): Promise<string> =>
  (await call(mock, 'CreateCase', { subject, communicationBody: `About: ${subject}`, ...more }, by)).caseId

/** What stands in the elements that the selector finds. */
const texts = (selector: string) =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].map(({ textContent }) => textContent.trim())`

const subjects = texts('#cases strong')
const bodies = texts('#messages [data-is=body]')
const isLive = `document.getElementById('connection').textContent === 'Live'`
const shows = (list: string, item: string) => `${list}.includes(${JSON.stringify(item)})`
const linkTo = (subject: string) =>
  `[...document.querySelectorAll('#cases a')].find((link) => link.textContent.includes(${JSON.stringify(subject)}))`

/** Nothing on the console, and nobody else was asked. */
function expectQuiet({ record }: Page, { url }: MockEndpoint): void {
  expect(record.complaints).to.deep.equal([])
  const elsewhere = record.requested.filter(
    (each) => !each.startsWith(`${url}/`) && !each.startsWith('data:'),
  )
  expect(elsewhere).to.deep.equal([])
}

describeInBrowser('the page in a browser', (open) => {
  it('is worked with by keyboard: find a case, answer, take, resolve', async () => {
    await using mock = await start({ seed: 'empty' })
    await create(mock, 'The first')
    await create(mock, 'The second')
    await using page = await open(mock.url)
    await page.until(`${isLive} && ${shows(subjects, 'The first')}`)
    expect(await page.value(subjects)).to.deep.equal(['The second', 'The first'])

    const isAt = (test: string) => page.value(`document.activeElement.matches(${JSON.stringify(test)})`)
    while (!(await isAt('#cases a'))) await page.press('Tab')
    await page.press('ArrowDown')
    await page.press('Enter')
    await page.until(shows(bodies, 'About: The first'))
    // Who can not see where a link has led is told by the focus.
    expect(await page.value('document.activeElement.textContent')).to.equal('The first')
    expect(await page.value('document.title')).to.equal('The first – Support inbox')

    while (!(await isAt('#body'))) await page.press('Tab')
    await page.type('Have you tried\nto turn it off?')
    await page.press('Enter', { control: true })
    await page.until(shows(bodies, 'Have you tried\nto turn it off?'))
    await page.until(`document.getElementById('status').textContent === 'Pending customer action'`)
    expect(await page.until(`document.getElementById('said').textContent`)).to.equal('The answer was sent.')
    expect(await page.until(`document.getElementById('body').value === '' && 'empty'`)).to.equal('empty')

    while (!(await isAt('#resolve'))) await page.press('Tab')
    await page.press('Enter')
    await page.until(`document.getElementById('status').textContent === 'Resolved'`)
    expect(await isAt('#resolve')).to.equal(true)
    await page.until(`${subjects}.join() === 'The second'`)
    expectQuiet(page, mock)
  })

  it('shows what happens elsewhere as it happens, and keeps the focus and what was written', async () => {
    await using mock = await start({ seed: 'empty' })
    const caseId = await create(mock, 'Broken')
    await using page = await open(`${mock.url}/#/${account}/${caseId}`)
    await page.until(`${isLive} && ${shows(bodies, 'About: Broken')}`)
    await page.value(`document.getElementById('body').focus()`)
    await page.type('Half an ans')

    await create(mock, 'Something else')
    await page.until(shows(subjects, 'Something else'))
    await call(mock, 'AddCommunicationToCase', { caseId, communicationBody: 'It still is.' })
    await page.until(shows(bodies, 'It still is.'))
    await page.until(`${subjects}[0] === 'Broken'`)
    await page.type('wer')
    expect(await page.value(`document.activeElement.value`)).to.equal('Half an answer')

    await page.value(`${linkTo('Something else')}.click()`)
    await page.until(shows(bodies, 'About: Something else'))
    expect(await page.value(`document.getElementById('body').value`)).to.equal('')
    await page.value('history.back()')
    await page.until(shows(bodies, 'It still is.'))
    expect(await page.value(`document.getElementById('body').value`)).to.equal('Half an answer')

    await page.value(`${linkTo('Something else')}.focus()`)
    mock.agent.resolve({ caseId })
    await page.until(`${subjects}.join() === 'Something else'`)
    expect(await page.value(`document.activeElement.textContent`)).to.include('Something else')
    mock.reset()
    await page.until(`document.getElementById('no-cases').checkVisibility()`)
    const gone = `There is no case ${caseId} in account ${account}.`
    await page.until(`document.getElementById('nothing').textContent === ${JSON.stringify(gone)}`)
  })

  it('shows as text whatever is in a case', async () => {
    await using mock = await start({ seed: 'empty' })
    const evil = '<img src=x onerror="window.hurt = 1"><script>window.hurt = 1</script>'
    const data = Buffer.from('harmless').toString('base64')
    const { attachmentSetId } = await call(mock, 'AddAttachmentsToSet', {
      attachments: [{ fileName: '"><b>file</b>.html', data }],
    })
    const caseId = await create(mock, evil, { communicationBody: evil, attachmentSetId })
    await using page = await open(`${mock.url}/#/${account}/${caseId}`)
    await page.until(`${isLive} && ${shows(bodies, evil)} && ${shows(subjects, evil)}`)
    expect(await page.value(texts('#subject'))).to.deep.equal([evil])
    expect(await page.value(texts('#messages [data-is=name]'))).to.deep.equal(['"><b>file</b>.html'])
    expect(
      await page.value(`document.querySelectorAll('#one img, #one script, #cases img, b').length`),
    ).to.equal(0)
    expect(await page.value('window.hurt')).to.equal(undefined)
    expectQuiet(page, mock)
  })

  it('gives the attachments, and takes some', async () => {
    await using mock = await start({ seed: 'empty' })
    const caseId = await create(mock, 'Send me a file')
    await using page = await open(`${mock.url}/#/${account}/${caseId}`)
    await page.until(`${isLive} && ${shows(bodies, 'About: Send me a file')}`)
    const file = join(newFolder(), 'naïve.txt')
    writeFileSync(file, 'bytes')
    await page.chooseFiles('#files', [file])
    await page.value(`document.getElementById('body').value = 'Here it is.'`)
    await page.value(`document.querySelector('[name=wait][value=false]').click()`)
    await page.value(`document.querySelector('.primary').click()`)
    await page.until(shows(texts('#messages [data-is=size]'), '5 B'))
    expect(await page.value(texts('#status'))).to.deep.equal(['Work in progress'])
    const href = await page.value(`document.querySelector('#messages a').href`)
    const answer = await fetch(href)
    expect(answer.headers.get('content-disposition')).to.equal("attachment; filename*=UTF-8''na%C3%AFve.txt")
    expect(await answer.text()).to.equal('bytes')
    expectQuiet(page, mock)
  })

  it('says why an answer was not sent', async () => {
    await using mock = await start({ seed: 'tutorial' })
    await using page = await open(`${mock.url}/#/${account}/case-1`)
    await page.until(`${isLive} && ${texts('#subject')}[0] === 'A test case.'`)
    await page.value(`document.getElementById('body').value = 'Too late'`)
    await page.value(`window.fetch = () => Promise.reject(new Error('offline'))`)
    await page.value(`document.querySelector('.primary').click()`)
    expect(await page.until(`document.getElementById('problem').textContent`)).to.equal(
      'The mock does not answer. Is it still running?',
    )
    expect(await page.value(`document.getElementById('body').value`)).to.equal('Too late')
  })

  it('moves the clock', async () => {
    await using mock = await start({ seed: 'empty', now: () => Date.UTC(2026, 7, 1, 9) })
    await using page = await open(mock.url)
    await page.until(`${isLive} && document.getElementById('now').textContent.startsWith('1 Aug 2026, 09:')`)
    await page.value(`document.querySelector('summary').click()`)
    await page.value(`document.querySelector('[value=P14D]').click()`)
    await page.until(`document.getElementById('now').textContent.startsWith('15 Aug 2026, 09:')`)
    expect(mock.clock.now().toISOString()).to.equal('2026-08-15T09:00:00.000Z')
  })

  it('has a choice of account as soon as there are two', async () => {
    await using mock = await start({ seed: 'empty' })
    await create(mock, 'Of the first')
    await using page = await open(mock.url)
    await page.until(`${isLive} && ${shows(subjects, 'Of the first')}`)
    expect(await page.value(`document.getElementById('account').checkVisibility()`)).to.equal(false)
    await create(mock, 'Of the second', {}, '222222222222')
    await page.until(`document.getElementById('account').checkVisibility()`)
    await page.value(`(() => {
      const choice = document.getElementById('account')
      choice.value = '222222222222'
      choice.dispatchEvent(new Event('change'))
    })()`)
    await page.until(`${subjects}.join() === 'Of the second'`)
  })

  it('finds its way among 10,000 cases', async () => {
    await using mock = await start({ seed: 'empty' })
    mock.restore({ version: 1, accounts: { [account]: { cases: manyCases(10_000) } } } as never)
    await using page = await open(mock.url)
    await page.until(`${isLive} && ${texts('#cases-title')}[0] === '10,000 open cases'`)
    expect(await page.value(`document.querySelectorAll('#cases > li').length`)).to.equal(50)
    await page.value(`document.getElementById('older').click()`)
    await page.until(`${texts('#range')}[0] === '51–100'`)
    await page.value(`document.getElementById('newer').click()`)
    await page.until(`${texts('#range')}[0] === '1–50'`)
    await page.value(`document.getElementById('text').focus()`)
    await page.type('subject 4242')
    await page.until(`${subjects}.join() === 'Subject 4242'`)
    expect(await page.value(texts('#cases-title'))).to.deep.equal(['1 case found'])
    expectQuiet(page, mock)
  })

  it('shows a long thread from its end, and more of it when asked', async () => {
    await using mock = await start({ seed: 'tutorial' })
    for (let index = 1; index <= 70; index++) mock.agent.reply({ caseId: 'case-1', body: `Answer ${index}` })
    await using page = await open(`${mock.url}/#/${account}/case-1`)
    await page.until(`${isLive} && ${shows(bodies, 'Answer 70')}`)
    expect(await page.value(`${bodies}.length`)).to.equal(30)
    expect(await page.value(texts('#earlier'))).to.deep.equal(['Show earlier messages (41)'])
    await page.value(`document.getElementById('earlier').click()`)
    await page.until(`${bodies}.length === 60`)
    await page.value(`document.getElementById('earlier').click()`)
    await page.until(`${bodies}.length === 71 && !document.getElementById('earlier').checkVisibility()`)
    expect(await page.value('document.activeElement.id')).to.equal('thread')
  })

  describe('looks', () => {
    for (const dark of [false, true]) {
      for (const [width, height] of [
        [360, 740],
        [820, 1100],
        [1280, 800],
      ] as const) {
        it(`${width} by ${height}${dark ? ', dark' : ''}: nothing sticks out, and texts can be read`, async () => {
          await using mock = await start({ seed: 'demo' })
          const word = 'Donaudampfschifffahrt'.repeat(20)
          await create(mock, 'Another account', {}, '222222222222')
          const caseId = await create(mock, word, { communicationBody: word, severityCode: 'urgent' })
          for (const hash of ['', `/#/${account}/${caseId}`]) {
            await using page = await open(mock.url + hash, { width, height, dark })
            await page.until(`${isLive} && ${shows(subjects, word)}`)
            if (hash) await page.until(shows(bodies, word))
            const wide =
              '[document.documentElement, document.getElementById("cases"), document.getElementById("thread")]'
            expect(
              await page.value(`${wide}.filter((each) => each.scrollWidth > each.clientWidth).length`),
            ).to.equal(0)
            expect(await page.value(`(${paleTexts})()`)).to.deep.equal([])
            expectQuiet(page, mock)
          }
        })
      }
    }

    it('a phone shows the list or the case', async () => {
      await using mock = await start({ seed: 'tutorial' })
      await using page = await open(mock.url, { width: 360, height: 740 })
      const visible = `['#cases', '#one'].filter((each) => document.querySelector(each).checkVisibility()).join()`
      await page.until(`${isLive} && ${subjects}.length === 1 && ${visible} === '#cases'`)
      await page.value(`${linkTo('A test case.')}.click()`)
      await page.until(`${visible} === '#one'`)
      await page.value(`document.getElementById('back').click()`)
      await page.until(`${visible} === '#cases'`)
      expect(await page.value('document.activeElement.textContent')).to.include('A test case.')
    })
  })

  it('everything that can be used has a name', async () => {
    await using mock = await start({ seed: 'tutorial' })
    await using page = await open(`${mock.url}/#/${account}/case-1`)
    await page.until(`${isLive} && ${texts('#subject')}[0] === 'A test case.'`)
    const tree: Json[] = await page.accessibility()
    const named = (roles: string[]) =>
      tree
        .filter(({ ignored, role }) => !ignored && roles.includes(role?.value))
        .map(({ role, name }) => `${role.value}: ${name?.value ?? ''}`)
    const usable = named(['button', 'link', 'textbox', 'searchbox', 'checkbox', 'radio', 'combobox'])
    expect(usable.length).to.be.above(8)
    expect(usable.filter((each) => each.endsWith(': '))).to.deep.equal([])
    expect(named(['banner', 'main', 'search'])).to.deep.equal(['banner: ', 'main: ', 'search: '])
    expect(named(['heading'])).to.deep.equal([
      'heading: Support inbox mock',
      'heading: 1 open case',
      'heading: A test case.',
    ])
  })

  it('is in what was built, too', async () => {
    await using mock = await startMock()
    await using page = await open(mock.url)
    await page.until(`${isLive} && ${subjects}.length === 1`)
    expect(page.record.complaints).to.deep.equal([])
  })
})

describe('the events of the page', () => {
  it('do not keep the mock from closing', async () => {
    const mock = await start()
    const ended = new Promise<void>((resolve, reject) => {
      get(`${mock.url}/_mock/events`, (answer) => {
        answer.once('data', () => mock.close().catch(reject))
        answer.on('error', () => {}).once('close', resolve)
      })
    })
    await ended
    await mock.close()
  }).timeout(3_000)
})

function manyCases(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    caseId: `case-${index}`,
    subject: `Subject ${index}`,
    status: 'unassigned',
    timeCreated: new Date(Date.now() - (count - index) * 60_000).toISOString(),
    communications: [{ body: `Body ${index}`, submittedBy: 'jane', timeCreated: new Date().toISOString() }],
  }))
}

/** Runs in the page: the texts whose contrast is under 4.5 to 1 (WCAG 2, level AA). */
const paleTexts = `() => {
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const value = part / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const groundOf = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const { backgroundColor } = getComputedStyle(each)
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor
    }
  }
  const own = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  const shown = [...document.body.querySelectorAll('*')].filter((each) => own(each) && each.checkVisibility())
  return shown.filter((each) => {
    const [dark, light] = [getComputedStyle(each).color, groundOf(each)].map(luminance).sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05) < 4.5
  }).map((each) => each.outerHTML)
}`
