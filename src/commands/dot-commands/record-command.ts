/** `.record`: what follows becomes a transcript, in a file. */
import type { MockEndpoint } from '../../mock/index.ts'
import { lastWord } from '../../shell/dot-commands/arguments.ts'
import {
  type CommandContext,
  CommandError,
  type DotCommand,
  type Screen,
} from '../../shell/dot-commands/dot-command.ts'
import { wrap } from '../../shell/show/cells.ts'
import type { OpenSession } from '../../transcript/index.ts'
import type { Recording } from './record/recording.ts'
import { readWanted, usage, words } from './record/wanted.ts'
import type { RunLog } from './run-log.ts'
import { transcriptPaths } from './transcript-paths.ts'

export interface RecordOptions {
  readonly runs: RunLog
  /** The mock of the session, where it has one, and what that was started with. */
  readonly mock?: MockEndpoint
  readonly seed?: string
  /** Opens a session on a mock of its own, in which a recording is replayed at its end. */
  readonly freshSession: OpenSession
}

/** The recording lasts until `.record off`, or until the shell is left: the file is whole at any time. */
export function recordCommand({ runs, mock, seed = 'tutorial', freshSession }: RecordOptions): DotCommand {
  let recording: Recording | undefined
  let stop = () => {}

  async function begin(argument: string, context: CommandContext): Promise<string> {
    if (recording) {
      throw new CommandError(`${recording.name} is being recorded: .record off ends that first`)
    }
    const wanted = readWanted(argument, context)
    const { openRecording } = await import('./record/open.ts')
    const opened = await openRecording(wanted, { runs, mock, seed, context })
    recording = opened.recording
    const past = wanted.all ? [...runs.runs] : []
    stop = runs.listen((run) => opened.recording.add(run))
    if (past.length > 0) await recording.add(...past)
    return wrapped(opened.said, context.screen)
  }

  async function end({ signal, screen }: CommandContext): Promise<string> {
    if (!recording) throw new CommandError(`Nothing is being recorded: ${usage}`)
    const ended = recording
    stop()
    recording = undefined
    const { farewell } = await import('./record/farewell.ts')
    const { said, reports } = await farewell(ended, { open: mock && freshSession, signal, screen })
    return [wrapped(said, screen), ...reports].join('\n')
  }

  return {
    name: 'record',
    usage: '.record FILE [all] [append] | off',
    help: 'Write what follows as a transcript (.md, .rst) that passes when it is replayed; comments become prose.',

    async complete(argument, context) {
      const { start, text } = lastWord(argument)
      const before = argument.slice(0, start)
      if (before.trim() !== '') {
        return Object.entries(words)
          .filter(([name]) => name.startsWith(text) && !before.split(/\s+/).includes(name))
          .map(([name, note]) => ({ text: before + name, note }))
      }
      const off = recording && 'off'.startsWith(text) ? [{ text: 'off', note: `ends ${recording.name}` }] : []
      return [...off, ...(await transcriptPaths(argument, context))]
    },

    async run(argument, context) {
      if (argument === 'off') return end(context)
      if (argument !== '') return begin(argument, context)
      if (!recording) return `Nothing is being recorded: ${usage}`
      const { countText } = await import('./record/farewell.ts')
      return wrapped(`${countText(recording)} so far; .record off ends it`, context.screen)
    },
  }
}

const wrapped = (text: string, { columns }: Screen) =>
  text
    .split('\n')
    .flatMap((line) => wrap(line, columns))
    .join('\n')
