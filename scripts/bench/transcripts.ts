/** How the cost of transcripts grows: reading Markdown, more examples, more wildcards. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { parseDocument } from '../../src/transcript/document.ts'
import { match } from '../../src/transcript/match.ts'
import { BenchError, type Finding } from './finding.ts'
import { interleave, median, ratios } from './interleave.ts'
import { transcript, withNames } from './many-examples.ts'
import type { Place } from './place.ts'
import { runToEnd } from './processes.ts'
import { milliseconds, rate, spread } from './wording.ts'

const timed = async (work: () => unknown): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Our README many times over, beside a whole CommonMark parser on a part of it. */
export async function measureReading(): Promise<Finding> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const text = readme.repeat(Math.ceil(10_000_000 / readme.length))
  const part = readme.repeat(10)
  const [ours = [], theirs = []] = await interleave(
    [() => timed(() => parseDocument('a.md', text)), () => timed(() => fromMarkdown(part))],
    { rounds: 7, seconds: 20 },
  )
  const speed = (length: number, times: readonly number[]) => length / 1000 / median(times)
  const ownSpeed = speed(text.length, ours)
  return {
    ours: `${ownSpeed.toFixed(0)} MB/s`,
    theirs: `${speed(part.length, theirs).toFixed(1)} MB/s`,
    ratio: '',
    goal: '20 MB/s or more',
    met: ownSpeed >= 20 ? 'yes' : 'no',
    notes: ['Theirs is mdast-util-from-markdown, which also reads the text inside paragraphs.'],
  }
}

/** What an example costs in a file of 100,000, and in one of 1,000; the start of the process is taken off. */
export async function measureManyMoreExamples(place: Place): Promise<Finding> {
  const run = async (count: number) => {
    const file = join(place.home, `examples-${count}.rst`)
    await writeFile(file, transcript(Array.from({ length: count }, (_, index) => withNames(index))))
    return async () => (await runToEnd(process.execPath, [place.cli, 'doctest', file], place)).milliseconds
  }
  const [few, many, start] = [await run(1000), await run(100_000), await run(1)]
  const [thousand = [], hundredThousand = [], empty = []] = await interleave([few, many, start], {
    rounds: 3,
    seconds: 60,
  })
  const cost = (times: readonly number[], count: number) =>
    times.map((time, round) => ((time - empty[round]!) / count) * 1000)
  const [one, hundred] = [cost(thousand, 1000), cost(hundredThousand, 100_000)]
  const ratio = median(ratios(hundred, one))
  return {
    ours: `${median(hundred).toFixed(0)} µs each in 100,000 (${rate(1e6 / median(hundred))})`,
    theirs: `${median(one).toFixed(0)} µs each in 1,000`,
    ratio: spread(ratios(hundred, one)),
    goal: 'no more each',
    met: ratio <= 1.5 ? 'yes' : 'no',
    notes: [`The start, ${milliseconds(empty)}, is taken off.`],
  }
}

/** One expectation with ten thousand wildcards against one with a thousand, each time by the wildcard. */
export async function measureWildcards(): Promise<Finding> {
  const run = (count: number) => {
    const want = 'a...b'.repeat(count)
    const got = 'a123456b'.repeat(count)
    return () =>
      timed(() => {
        for (let turn = 0; turn < 100_000 / count; turn++) {
          if (!match(want, got).matched) throw new BenchError('The wildcards do not match')
        }
      })
  }
  const [many = [], few = []] = await interleave([run(10_000), run(1000)], { rounds: 9, seconds: 20 })
  const nanoseconds = (times: readonly number[]) => `${((median(times) / 100_000) * 1e6).toFixed(0)} ns each`
  return {
    ours: `${nanoseconds(many)} of 10,000`,
    theirs: `${nanoseconds(few)} of 1,000`,
    ratio: spread(ratios(many, few)),
    goal: 'no more each',
    met: median(ratios(many, few)) <= 1.5 ? 'yes' : 'no',
  }
}
