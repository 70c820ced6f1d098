/** Where keys come from, each way of the official chain, and what is said when none of them has any. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { chain } from '../../src/client/credentials.ts'
import { rejection } from './rejection.ts'

const folder = mkdtempSync(join(tmpdir(), 'support-repl-chain-'))
let files = 0
// Each of its own name: the official chain remembers what it has read.
const written = (name: string, content: string) => {
  const path = join(folder, `${files++}-${name}`)
  writeFileSync(path, content)
  return path
}

/** What the official chain reads is the environment of the process. */
const foreign = /^(AWS_|HOME$)/
const kept = Object.entries(process.env).filter(([name]) => foreign.test(name))
function configure(variables: Record<string, string>): void {
  for (const name of Object.keys(process.env)) if (foreign.test(name)) delete process.env[name]
  Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: 'true' }, variables)
}

/** What the service of a virtual machine answers. */
function metadata(path: string): string {
  if (path === '/latest/api/token') return 'a-token'
  if (path.endsWith('/security-credentials/')) return 'role'
  return JSON.stringify({
    ...{ Code: 'Success', AccessKeyId: 'AKIDINSTANCE', SecretAccessKey: 's', Token: 't' },
    Expiration: '2999-01-01T00:00:00Z',
  })
}

/** A session of SSO that is not over, as the AWS CLI leaves it behind. */
function logIn(home: string, session: string): void {
  const cache = join(home, '.aws', 'sso', 'cache')
  mkdirSync(cache, { recursive: true })
  const name = createHash('sha1').update(session).digest('hex')
  const token = { accessToken: 'a-token', expiresAt: '2999-01-01T00:00:00Z' }
  writeFileSync(join(cache, `${name}.json`), JSON.stringify(token))
}

describe('Credentials come from', () => {
  let services: Server
  let url: string
  const asked: string[] = []

  before(async () => {
    // What STS and a container agent answer.
    services = createServer(async (request, response) => {
      const form = new URLSearchParams(await text(request))
      const action = form.get('Action') ?? request.url!
      asked.push(action)
      if (action === '/container') {
        response.end(
          JSON.stringify({
            AccessKeyId: 'AKIDCONTAINER',
            SecretAccessKey: 's',
            Token: 't',
            Expiration: '2999-01-01T00:00:00Z',
          }),
        )
        return response
      }
      if (request.url!.startsWith('/latest/')) return response.end(metadata(request.url!))
      if (request.url!.startsWith('/federation/credentials')) {
        const keys = { accessKeyId: 'AKIDSSO', secretAccessKey: 's', sessionToken: 't', expiration: 4e12 }
        return response.end(JSON.stringify({ roleCredentials: keys }))
      }
      const keys = `<Credentials><AccessKeyId>AKID${action.toUpperCase()}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>`
      response.setHeader('content-type', 'text/xml')
      return response.end(
        `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${keys}<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn><AssumedRoleId>r:s</AssumedRoleId></AssumedRoleUser></${action}Result></${action}Response>`,
      )
    })
    await new Promise<void>((resolve) => services.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(services.address() as AddressInfo).port}`
  })
  beforeEach(() => asked.splice(0))
  after(() => {
    configure({})
    delete process.env['AWS_EC2_METADATA_DISABLED']
    Object.assign(process.env, Object.fromEntries(kept))
    services.closeAllConnections()
    services.close()
    rmSync(folder, { recursive: true })
  })

  const script = () => {
    const path = written(
      'keys.sh',
      `#!/bin/sh\necho '{"Version": 1, "AccessKeyId": "AKIDPROCESS", "SecretAccessKey": "s"}'\n`,
    )
    chmodSync(path, 0o700)
    return path
  }

  const rows: [title: string, () => { env: Record<string, string>; profile?: string }, key: string][] = [
    [
      'the environment',
      () => ({ env: { AWS_ACCESS_KEY_ID: 'AKIDENV', AWS_SECRET_ACCESS_KEY: 's' } }),
      'AKIDENV',
    ],
    [
      'the credentials file',
      () => ({
        env: {
          AWS_SHARED_CREDENTIALS_FILE: written(
            'credentials',
            '[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = s\n',
          ),
        },
      }),
      'AKIDFILE',
    ],
    [
      'a profile, by AWS_PROFILE',
      () => ({
        env: {
          AWS_PROFILE: 'work',
          AWS_CONFIG_FILE: written(
            'config',
            '[profile work]\naws_access_key_id = AKIDWORK\naws_secret_access_key = s\n',
          ),
        },
      }),
      'AKIDWORK',
    ],
    [
      'a profile that code names, before the environment',
      () => ({
        profile: 'work',
        env: {
          AWS_ACCESS_KEY_ID: 'AKIDENV',
          AWS_SECRET_ACCESS_KEY: 's',
          AWS_CONFIG_FILE: written(
            'config',
            '[profile work]\naws_access_key_id = AKIDWORK\naws_secret_access_key = s\n',
          ),
        },
      }),
      'AKIDWORK',
    ],
    [
      'a role that source_profile assumes',
      () => ({
        profile: 'admin',
        env: {
          AWS_ENDPOINT_URL_STS: url,
          AWS_CONFIG_FILE: written(
            'config',
            '[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n[profile admin]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\nregion = us-east-1\n',
          ),
        },
      }),
      'AKIDASSUMEROLE',
    ],
    [
      'a process',
      () => ({
        env: { AWS_CONFIG_FILE: written('config', `[default]\ncredential_process = ${script()}\n`) },
      }),
      'AKIDPROCESS',
    ],
    [
      'a web identity',
      () => ({
        env: {
          AWS_ENDPOINT_URL_STS: url,
          AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/r',
          AWS_WEB_IDENTITY_TOKEN_FILE: written('token', 'a.b.c'),
        },
      }),
      'AKIDASSUMEROLEWITHWEBIDENTITY',
    ],
    [
      'a session of SSO',
      () => {
        logIn(folder, 'portal')
        return {
          env: {
            HOME: folder,
            AWS_ENDPOINT_URL_SSO: url,
            AWS_CONFIG_FILE: written(
              'config',
              '[default]\nsso_session = portal\nsso_account_id = 123456789012\nsso_role_name = r\n[sso-session portal]\nsso_region = us-east-1\nsso_start_url = https://sso.invalid/start\n',
            ),
          },
        }
      },
      'AKIDSSO',
    ],
    [
      "an instance's metadata",
      () => ({
        env: { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: url },
      }),
      'AKIDINSTANCE',
    ],
    [
      'a container',
      () => ({ env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/container` } }),
      'AKIDCONTAINER',
    ],
  ]
  for (const [title, given, key] of rows) {
    it(title, async () => {
      const { env, profile } = given()
      configure({
        AWS_CONFIG_FILE: join(folder, 'none'),
        AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
        ...env,
      })
      const { accessKeyId } = await chain(process.env, profile, 'us-east-1')()
      expect(accessKeyId).to.equal(key)
    })
  }

  const none = () => ({
    AWS_CONFIG_FILE: join(folder, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
  })

  it('nowhere, and then it is said where they were looked for, in order', async () => {
    configure(none())
    expect(String(await rejection(chain(process.env)()))).to.equal(
      "CredentialsError: No AWS credentials found (tried AWS_ACCESS_KEY_ID in the environment, then profile default of the shared files, then credential_process of profile default, then AWS_WEB_IDENTITY_TOKEN_FILE, then the instance's metadata (disabled by AWS_EC2_METADATA_DISABLED)): set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, run `aws configure`, or name a profile",
    )
  })

  it('a process that fails, and then it is said what it was', async () => {
    configure({ ...none(), AWS_CONFIG_FILE: written('config', '[profile p]\ncredential_process = exit 3\n') })
    const { message } = await rejection(chain(process.env, 'p')())
    expect(message).to.match(
      /^Profile p gives no credentials \(tried profile p of the shared files \(the command failed\), then /,
    )
  })

  const broken: [title: string, given: () => Record<string, string>, message: RegExp][] = [
    [
      'a role of a profile that is not there',
      () => ({
        AWS_CONFIG_FILE: written(
          'config',
          '[profile p]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = q\n',
        ),
      }),
      /^Profile p gives no credentials \(tried profile p of the shared files \(Could not resolve credentials using profile: \[q\] in [^,]*\), then credential_process of profile p, then /,
    ],
    [
      'roles that lead to each other',
      () => ({
        AWS_CONFIG_FILE: written(
          'config',
          '[profile p]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = p\n',
        ),
      }),
      /^Profile p gives no credentials \(tried profile p of the shared files \(Detected a cycle[^)]*\), then /,
    ],
    [
      'a web identity whose file is not there',
      () => ({ AWS_WEB_IDENTITY_TOKEN_FILE: '/none', AWS_ROLE_ARN: 'arn:aws:iam::1:role/r' }),
      /, then AWS_WEB_IDENTITY_TOKEN_FILE \(ENOENT[^)]*\)\): /,
    ],
  ]
  for (const [title, given, expected] of broken) {
    it(`${title}, and then it is said what is wrong`, async () => {
      configure({ ...none(), ...given() })
      expect((await rejection(chain(process.env, 'p')())).message).to.match(expected)
    })
  }

  it('the environment without loading the chain', () => {
    const program = `
      const { chain } = await import('${new URL('../../src/client/credentials.ts', import.meta.url)}')
      await chain({ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' })()
      const { default: module } = await import('node:module')
      process.exitCode = Object.keys(module._cache ?? {}).some((name) => name.includes('@aws-sdk')) ? 1 : 0
    `
    const loader = new URL('../../scripts/ts-node.mjs', import.meta.url).href
    const args = ['--no-warnings', '--import', loader, '--input-type=module', '-e', program]
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 })
    expect([status, stderr]).to.deep.equal([0, ''])
  })
})
