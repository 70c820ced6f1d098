/** `.play`: a document is read, and its examples run here, one key each. */
import { stripVTControlCharacters } from 'node:util'
import type { MockEndpoint } from '../../mock/index.ts'
import { onePath, parseArgument, resolvePath } from '../../shell/dot-commands/arguments.ts'
import { type CommandContext, CommandError, type DotCommand } from '../../shell/dot-commands/dot-command.ts'
import type { Outcome } from '../../shell/session/session.ts'
import type { Evaluation } from '../../transcript/index.ts'
import type { ConsoleTap } from './console-tap.ts'
import { plainText } from './plain-text.ts'
import type { Player } from './play/player.ts'
import { transcriptPaths } from './transcript-paths.ts'

export interface PlayOptions {
  readonly tap: ConsoleTap
  /** Runs a source as an input of the shell: recorded, and stopped by Ctrl-C. */
  readonly run: (source: string, context: CommandContext) => Promise<Outcome>
  /** The mock of the session, where it has one, and what that was started with. */
  readonly mock?: MockEndpoint
  readonly seed?: string
  /** Whether results are printed otherwise than Node does: as tables, as JSON. */
  readonly otherwise?: () => boolean
}

const usage = '.play [FILE]'

/** What is played is kept until it ends: `.play` alone goes on. */
export function playCommand(options: PlayOptions): DotCommand {
  const { tap, run, mock, seed = 'tutorial', otherwise = () => false } = options
  let player: Player | undefined
  /** A document knows nothing of tables that were on before it began; those it switches on are its own. */
  let printsAnew = false

  async function evaluate(source: string, context: CommandContext) {
    let written = ''
    const stop = tap.listen((text) => {
      written += text
    })
    try {
      const before = otherwise()
      const ran = await run(source, context)
      if (otherwise() !== before) printsAnew = false
      const outcome = ran.status === 'incomplete' ? await context.session.incomplete(source) : ran
      const text = stripVTControlCharacters(written) + (plainText(outcome, printsAnew && otherwise()) ?? '')
      const evaluation: Evaluation = { text, failed: outcome.status === 'error' }
      return { outcome, evaluation }
    } finally {
      stop()
    }
  }

  async function evaluateHidden(source: string, context: CommandContext): Promise<Evaluation> {
    const unmute = tap.mute()
    try {
      return (await evaluate(source, context)).evaluation
    } finally {
      unmute()
    }
  }

  async function open(path: string, { directory }: CommandContext): Promise<Player> {
    const [{ readDocument, countExamples }, { Player }] = await Promise.all([
      import('../../transcript/index.ts'),
      import('./play/player.ts'),
    ])
    const document = await readDocument(resolvePath(path, directory)).catch((error: Error) => {
      if (error.name !== 'TranscriptInputError') throw error
      throw new CommandError(error.message, { cause: error })
    })
    if (countExamples(document) === 0)
      throw new CommandError(`${path} has no examples: nothing starts with >>>`)
    printsAnew = otherwise()
    return new Player({
      document,
      name: path,
      seed: mock && seed,
      setClock: mock && ((time) => setClock(mock, time)),
      run: evaluate,
      runHidden: evaluateHidden,
    })
  }

  return {
    name: 'play',
    usage,
    help: 'Walk through a document (.md, .rst): its text, and its examples to run here; alone, go on with it.',

    async complete(argument, context) {
      return transcriptPaths(argument, context)
    },

    async run(argument, context) {
      const { terminal } = context
      const path = onePath(parseArgument(argument, {}, usage).positionals, usage)
      if (!terminal) {
        throw new CommandError(
          '.play needs a terminal, where keys are pressed; support-repl doctest FILE runs a file',
        )
      }
      if (path !== undefined) player = await open(path, context)
      if (!player) throw new CommandError(`Nothing is being played: ${usage}`)
      const said = await player.play(context, terminal)
      if (player.isAtEnd) player = undefined
      return said
    },
  }
}

function setClock(mock: MockEndpoint, time: string): void {
  if (time.startsWith('P')) mock.clock.advance(time)
  else mock.clock.set(time)
}
