import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { clientIn, SupportConnection } from '../../src/client/connection.ts'
import { type Credentials, credentialsSource } from '../../src/client/credentials.ts'
import { CredentialsKeeper } from '../../src/client/credentials-keeper.ts'
import { type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'
import { rejection } from './rejection.ts'

const keys = (n: number, expiration?: Date): Credentials => ({
  accessKeyId: `AKIAMOCK${String(n).padStart(12, '0')}`,
  secretAccessKey: `secret-${n}`,
  sessionToken: `token-${n}`,
  ...(expiration && { expiration }),
})

describe('Credentials that end', () => {
  const minute = 60_000
  let now: number
  let fetches: number
  let lasting: number

  beforeEach(() => {
    now = Date.UTC(2026, 7, 1, 9)
    fetches = 0
    lasting = 60 * minute
  })

  const provider = async () => keys(++fetches, new Date(now + lasting))
  const keeper = (credentials: () => Promise<Credentials> = provider) =>
    new CredentialsKeeper(credentialsSource({ credentials }, {}), () => now)
  const idAfter = async (kept: CredentialsKeeper, minutes: number) => {
    now += minutes * minute
    return (await kept.get()).sessionToken
  }

  it('are fetched once for all who ask', async () => {
    const kept = keeper()
    await Promise.all(Array.from({ length: 100 }, () => kept.get()))
    await kept.get()
    expect(fetches).to.equal(1)
  })

  for (const [title, wrong] of [
    ['a line end', { secretAccessKey: 'SECRET\n' }],
    ['another type', { accessKeyId: 5 }],
    ['a letter that no header carries', { sessionToken: 'SECRET\u0100' }],
  ] as const) {
    it(`are refused before anything is sent, and not shown: ${title}`, async () => {
      const error = await rejection(keeper(async () => ({ ...keys(1), ...wrong }) as Credentials).get())
      expect(String(error)).to.equal(
        'CredentialsError: The credentials hold something besides letters, digits and signs',
      )
    })
  }

  it('are fetched anew in their last five minutes, once for all who ask', async () => {
    const kept = keeper()
    expect(await idAfter(kept, 0)).to.equal('token-1')
    expect(await idAfter(kept, 54)).to.equal('token-1')
    now += minute
    const tokens = await Promise.all(Array.from({ length: 100 }, async () => (await kept.get()).sessionToken))
    expect(new Set(tokens)).to.deep.equal(new Set(['token-2']))
    expect(fetches).to.equal(2)
  })

  it('are not replaced by older ones that were longer under way', async () => {
    const waiting: ((keys: Credentials) => void)[] = []
    const kept = keeper(() => new Promise((resolve) => waiting.push(resolve)))
    const [first, renewed] = [kept.get(), kept.renew(0)]
    waiting[1]!(keys(2))
    expect(await renewed).to.equal(true)
    waiting[0]!(keys(1))
    expect((await first).sessionToken).to.equal('token-2')
    expect((await kept.get()).sessionToken).to.equal('token-2')
    expect(waiting).to.have.length(2)
  })

  it('are used to their end where no others can be had', async () => {
    let isDown = false
    const kept = keeper(async () => {
      if (isDown) throw new Error('The provider is down')
      return provider()
    })
    await kept.get()
    isDown = true
    expect(await idAfter(kept, 59)).to.equal('token-1')
    now += minute
    expect(String(await rejection(kept.get()))).to.equal(
      'CredentialsError: The credentials could not be fetched: The provider is down',
    )
    isDown = false
    expect(await idAfter(kept, 0)).to.equal('token-2')
  })

  it('may say their end in the words of JSON', async () => {
    const kept = keeper(async () => {
      const { expiration, ...others } = await provider()
      return { ...others, expiration: expiration!.toISOString() as unknown as Date }
    })
    expect(await idAfter(kept, 0)).to.equal('token-1')
    expect(await idAfter(kept, 56)).to.equal('token-2')
  })

  it('are refused when their end is no time', async () => {
    const kept = keeper(async () => ({ ...keys(1), expiration: 'soon' as unknown as Date }))
    expect(String(await rejection(kept.get()))).to.equal(
      'CredentialsError: The expiration of credentials must be a Date',
    )
  })

  it('are kept for ever when they do not end', async () => {
    const kept = keeper(async () => keys(++fetches))
    expect(await idAfter(kept, 0)).to.equal('token-1')
    expect(await idAfter(kept, 60 * 24 * 365)).to.equal('token-1')
  })

  it('are refused when they are none', async () => {
    const kept = keeper(async () => ({ accessKeyId: 'a' }) as never)
    expect(String(await rejection(kept.get()))).to.equal(
      'CredentialsError: Credentials need accessKeyId and secretAccessKey',
    )
  })
})

describe('Credentials that the service refuses', () => {
  let mock: MockEndpoint
  const [old, fresh] = [keys(1, new Date(Date.now() + 3_600_000)), keys(2)]

  beforeEach(async () => {
    mock = await startMockEndpoint({ port: 0, strictAuth: true, credentials: [old, fresh] })
    mock.clock.advance('PT2H')
  })
  afterEach(() => mock.close())

  /** Hands out the expired keys, until it is told to refresh them. */
  const refreshing = () => {
    const asked: (boolean | undefined)[] = []
    const credentials = async ({ forceRefresh = false } = {}) => {
      asked.push(forceRefresh)
      return forceRefresh ? fresh : keys(1)
    }
    return { asked, conn: new SupportConnection({ endpoint: mock.url, credentials }) }
  }
  const faults = () => mock.requests().map(({ fault }) => fault ?? 'answered')

  it('are fetched anew once, and the request is sent again', async () => {
    const { conn, asked } = refreshing()
    expect(await conn.describeCases()).to.have.property('cases')
    expect(await conn.describeCases()).to.have.property('cases')
    expect(asked).to.deep.equal([false, true])
    expect(faults()).to.deep.equal(['ExpiredTokenException', 'answered', 'answered'])
    await conn.close()
  })

  it('are so for a write too: it had no effect', async () => {
    const { conn } = refreshing()
    await conn.createCase({ subject: 'Once', communicationBody: 'Only once.' })
    expect(faults()).to.deep.equal(['ExpiredTokenException', 'answered'])
    await conn.close()
  })

  it('are fetched once for many calls at a time', async () => {
    const { conn, asked } = refreshing()
    await Promise.all(Array.from({ length: 20 }, () => conn.describeSeverityLevels()))
    expect(asked).to.deep.equal([false, true])
    await conn.close()
  })

  it('end the call when the new ones are refused as well', async () => {
    const credentials = async () => keys(1)
    const conn = new SupportConnection({ endpoint: mock.url, credentials })
    expect(await rejection(conn.resolveCase('case-1'))).to.include({
      name: 'ExpiredTokenException',
      attempts: 2,
      message:
        'The security token included in the request is expired; the credentials function gives no better ones',
    })
    expect(mock.requests()).to.have.length(2)
    await conn.close()
  })

  it('end the call when no new ones can be had', async () => {
    const credentials = async ({ forceRefresh = false } = {}) => {
      if (forceRefresh) throw new Error('Log in again')
      return keys(1)
    }
    const conn = new SupportConnection({ endpoint: mock.url, credentials })
    expect(await rejection(conn.describeCases())).to.include({
      name: 'ExpiredTokenException',
      message:
        'The security token included in the request is expired; new credentials: The credentials could not be fetched: Log in again',
    })
    await conn.close()
  })

  const envOf = ({ accessKeyId, secretAccessKey, sessionToken }: Credentials) => ({
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  })

  it('say how to renew them where the code has them', async () => {
    const conn = new SupportConnection({ endpoint: mock.url, credentials: keys(1) })
    expect(await rejection(conn.describeCases())).to.include({
      message:
        'The security token included in the request is expired; make a SupportConnection with new credentials',
      attempts: 1,
    })
    await conn.close()
  })

  it('say how to renew them where the environment has them, and take those that it gets', async () => {
    const env = { AWS_ENDPOINT_URL: mock.url, ...envOf(keys(1)) }
    const conn = new (clientIn({ env }).SupportConnection)()
    expect((await rejection(conn.describeCases())).message).to.equal(
      'The security token included in the request is expired; set new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or unset them and run `aws sso login`',
    )
    Object.assign(env, envOf(fresh))
    expect(await conn.describeCases()).to.have.property('cases')
    await conn.close()
  })

  it('are not asked for again when the service refuses for another reason', async () => {
    mock.faults([{ fault: 'AccessDeniedException', message: 'No.' }])
    const asked: boolean[] = []
    const credentials = async ({ forceRefresh = false } = {}) => {
      asked.push(forceRefresh)
      return fresh
    }
    const conn = new SupportConnection({ endpoint: mock.url, credentials })
    expect(String(await rejection(conn.describeCases()))).to.equal('AccessDeniedException: No.')
    expect(asked).to.deep.equal([false])
    await conn.close()
  })

  describe('and that the shared files hold', () => {
    const variables = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']
    const before = variables.map((name) => process.env[name])
    let folder: string

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'support-repl-keys-'))
      process.env['AWS_CONFIG_FILE'] = join(folder, 'config')
      process.env['AWS_SHARED_CREDENTIALS_FILE'] = join(folder, 'credentials')
      writeFileSync(
        join(folder, 'config'),
        '[profile portal]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://sso.invalid/start\n',
      )
    })
    afterEach(() => {
      for (const [index, name] of variables.entries()) {
        if (before[index] === undefined) delete process.env[name]
        else process.env[name] = before[index]
      }
      rmSync(folder, { recursive: true })
    })

    const write = ({ accessKeyId, secretAccessKey, sessionToken }: Credentials) =>
      writeFileSync(
        join(folder, 'credentials'),
        `[work]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\naws_session_token = ${sessionToken}\n`,
      )

    it('are read again: new ones are used as soon as they are there', async () => {
      write(old)
      const conn = new SupportConnection({ endpoint: mock.url, profile: 'work' })
      expect((await rejection(conn.describeCases())).message).to.equal(
        'The security token included in the request is expired; run `aws sso login --profile work`, or renew the keys in ~/.aws/credentials',
      )
      write(fresh)
      expect(await conn.describeCases()).to.have.property('cases')
      await conn.close()
    })

    it('say how to log in where the session of SSO is over', async () => {
      const conn = new SupportConnection({ endpoint: mock.url, profile: 'portal' })
      expect(String(await rejection(conn.describeCases()))).to.equal(
        'CredentialsError: The SSO session has expired: run `aws sso login --profile portal`',
      )
      await conn.close()
    })
  })
})
