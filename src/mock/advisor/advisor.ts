/** Trusted Advisor of one account: what its checks found, and how far their refreshes are. */
import type { Output } from '../../model/operations.ts'
import type { Clock } from '../clock.ts'
import { formatTime } from '../times.ts'
import type { Check } from './checks.ts'
import { type Finding, type SavedFinding, saveFinding } from './findings.ts'
import { advisorSummary } from './summary.ts'

export type { Finding } from './findings.ts'

type CheckResult = NonNullable<Output<'describeTrustedAdvisorCheckResult'>['result']>
type CheckSummary = Output<'describeTrustedAdvisorCheckSummaries'>['summaries'][number]
type RefreshStatus = Output<'refreshTrustedAdvisorCheck'>['status']

const second = 1000
const hour = 3600 * second

/** Guess: all checks ran half a day before the mock was started, unless its findings say more. */
const lastRun = 12 * hour

/** A refreshed check can be refreshed again after an hour: millisUntilNextRefreshable was seen just below. */
const coolDown = hour

// Guesses: the service takes longer, up to minutes, and tells nothing of it beforehand.
const enqueuedFor = second
const refreshedAfter = 5 * second

/** What Trusted Advisor knows at the beginning. Times are milliseconds since 1970. */
export interface AdvisorContent {
  /** When the beginning is. */
  readonly now: number
  /** When the checks ran that have no finding; half a day before the beginning when absent. */
  readonly checksRanAt?: number
  readonly findings?: readonly Finding[]
}

export class Advisor {
  readonly #clock: Clock
  /** When the checks ran that have no finding; milliseconds since 1970. */
  readonly checksRanAt: number
  readonly #findings: Map<string, Finding>

  /** Knows `findings`; every other check found nothing and was never refreshed. */
  constructor(clock: Clock, { now, checksRanAt = now - lastRun, findings = [] }: AdvisorContent) {
    this.#clock = clock
    this.checksRanAt = checksRanAt
    this.#findings = new Map(findings.map((finding) => [finding.checkId, finding]))
  }

  /** The findings that it was given, and the checks that were refreshed since: as state files hold them. */
  dump(): SavedFinding[] {
    return [...this.#findings.values()].map((finding) =>
      saveFinding({ ...finding, timestamp: finding.timestamp ?? this.checksRanAt }),
    )
  }

  /** All that the check found. */
  result(check: Check): CheckResult {
    const finding = this.#finding(check)
    return { ...this.#outcome(check, finding), flaggedResources: [...finding.flaggedResources] }
  }

  /**
   * The same without the resources. hasFlaggedResources is true as soon as one is listed, though it be
   * in good standing: so the documentation shows it.
   */
  summary(check: Check): CheckSummary {
    const finding = this.#finding(check)
    const { checkId, timestamp, status, ...counted } = this.#outcome(check, finding)
    return {
      checkId,
      timestamp,
      status,
      hasFlaggedResources: finding.flaggedResources.length > 0,
      ...counted,
    }
  }

  refreshStatus(check: Check): RefreshStatus {
    const finding = this.#finding(check)
    // The clock may be set to a fraction of a millisecond.
    const left = Math.ceil(Math.max(coolDown - this.#refreshAge(finding), 0))
    return { checkId: check.id, status: this.#progress(finding), millisUntilNextRefreshable: left }
  }

  /** Runs the check again, unless that was asked for within the last hour (guess: then nothing happens). */
  refresh(check: Check): RefreshStatus {
    const finding = this.#finding(check)
    if (this.#refreshAge(finding) >= coolDown) {
      const timestamp = this.#ranAt(finding)
      this.#findings.set(check.id, { ...finding, timestamp, refreshRequestedAt: this.#clock.now() })
    }
    return this.refreshStatus(check)
  }

  #finding({ id: checkId }: Check): Finding {
    return this.#findings.get(checkId) ?? { checkId, status: 'ok', flaggedResources: [] }
  }

  #outcome(check: Check, finding: Finding) {
    return {
      checkId: check.id,
      timestamp: wholeSeconds(this.#ranAt(finding)),
      status: finding.status,
      ...advisorSummary(check, finding.flaggedResources),
    }
  }

  /** Milliseconds. A refresh in the future, which a clock that was moved back leaves behind, is none. */
  #refreshAge({ refreshRequestedAt = Number.POSITIVE_INFINITY }: Finding): number {
    const age = this.#clock.now() - refreshRequestedAt
    return age >= 0 ? age : Number.POSITIVE_INFINITY
  }

  /**
   * Guess: the refresh of a check that is not available fails. `none` is also a refresh without success
   * that is long over, says the documentation; guess: as long as the cool-down.
   */
  #progress(finding: Finding): RefreshStatus['status'] {
    const age = this.#refreshAge(finding)
    if (age < enqueuedFor) return 'enqueued'
    if (age < refreshedAfter) return 'processing'
    if (age === Number.POSITIVE_INFINITY) return 'none'
    if (finding.status !== 'not_available') return 'success'
    return age < coolDown ? 'abandoned' : 'none'
  }

  /** When the check last ran: at the end of its refresh, once that succeeded. */
  #ranAt(finding: Finding): number {
    const { timestamp = this.checksRanAt, refreshRequestedAt } = finding
    return this.#progress(finding) === 'success' ? refreshRequestedAt! + refreshedAfter : timestamp
  }
}

/** `2020-05-13T21:38:05Z`, as Trusted Advisor writes its times. */
const wholeSeconds = (time: number) => `${formatTime(time).slice(0, -5)}Z`
