/**
 * The settings of a profile in the shared AWS files, ~/.aws/config and ~/.aws/credentials.
 *
 * Read here, and not by the official reader, since a connection knows its region and endpoint as soon as it
 * is made: that one answers later, and takes longer to load than all of this. Credentials are not taken
 * from here: they come from the official provider chain. A test holds this against the official reader.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from './credentials.ts'
import { homeOf } from './home.ts'

/** Settings by name; of a nested one the name is `outer.inner`. */
type Section = Readonly<Record<string, string | undefined>>

/** What the files say for one profile. */
export interface Profile {
  readonly settings: Section
  /** Of the section of services that the profile names: `support.endpoint_url`. */
  readonly services: Section
}

/** Reads the files anew. A profile that is not there is empty, and so is a file that cannot be read. */
export function readProfile(name: string, env: Environment): Profile {
  const home = homeOf(env)
  const read = (variable: string, file: string) => {
    const path = env[variable] || join(home, '.aws', file)
    return parseIni(textOf(path.startsWith('~/') ? join(home, path.slice(2)) : path))
  }
  const config = read('AWS_CONFIG_FILE', 'config')
  const credentials = read('AWS_SHARED_CREDENTIALS_FILE', 'credentials')
  const settings: Section = {
    ...credentials.get(name),
    ...(config.get(`profile ${name}`) ?? (name === 'default' ? config.get(name) : undefined)),
  }
  const services = settings['services']
  return {
    settings,
    services: (services === undefined ? undefined : config.get(`services ${services}`)) ?? {},
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // As the official clients have it: who has no such file, or may not read it, has no settings.
    return ''
  }
}

// Blanks within a name, or several before it, make another section of it.
const named = /^([\w-]+)\s(["'])?([\w\-@+.%:/]+)\2$/

/** The sections of a file by their names: `default`, `profile x`, `services y`, without quotes. */
export function parseIni(text: string): Map<string, Section> {
  const sections = new Map<string, Record<string, string>>()
  let section: Record<string, string> | undefined
  let outer: string | undefined
  for (const line of text.split(/\r?\n/)) {
    const said = line.replace(/(^|\s)[;#].*$/, '').trim()
    if (said.startsWith('[') && said.endsWith(']')) {
      const title = said.slice(1, -1).replace(named, '$1 $3')
      section = sections.get(title) ?? Object.create(null)
      sections.set(title, section!)
      outer = undefined
      continue
    }
    const equals = said.indexOf('=')
    if (!section || equals < 1) continue
    const [key, value] = [said.slice(0, equals).trim(), said.slice(equals + 1).trim()]
    const isNested = /^\s/.test(line)
    if (!isNested) outer = undefined
    if (value === '') outer = key
    else section[isNested && outer !== undefined ? `${outer}.${key}` : key] = value
  }
  return sections
}
