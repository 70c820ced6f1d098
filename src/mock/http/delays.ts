/** Acts that wait for their time: a latency, the next piece of a slow answer. */
import type { Socket } from 'node:net'

/** Calls later, unless the function that it answers is called before. */
export type Timer = (act: () => void, milliseconds: number) => () => void

/** It keeps no process alive: the sockets of those who wait do. */
export const realTimer: Timer = (act, milliseconds) => {
  const timeout = setTimeout(act, milliseconds).unref()
  return () => clearTimeout(timeout)
}

interface Wait {
  readonly act: () => void
  readonly abandoned: () => void
  readonly cancel: () => void
}

/** Who waits, by connection. */
export class Delays {
  readonly #timer: Timer
  readonly #waits = new Map<Socket, Set<Wait>>()
  #hurried = false

  constructor(timer: Timer) {
    this.#timer = timer
  }

  /** Acts after so many milliseconds; `abandoned` is called instead when the client goes before. */
  after(milliseconds: number, socket: Socket, act: () => void, abandoned: () => void = () => {}): void {
    if (this.#hurried) {
      act()
      return
    }
    const here = this.#waits.get(socket) ?? new Set()
    const expire = () => {
      this.#remove(socket, here, wait)
      act()
    }
    const wait: Wait = { act, abandoned, cancel: this.#timer(expire, milliseconds) }
    this.#waits.set(socket, here.add(wait))
  }

  holds(socket: Socket): boolean {
    return this.#waits.has(socket)
  }

  /** The client has gone. */
  drop(socket: Socket): void {
    const here = this.#waits.get(socket) ?? []
    this.#waits.delete(socket)
    for (const { cancel, abandoned } of here) {
      cancel()
      abandoned()
    }
  }

  /** From now on nothing waits. */
  hurry(): void {
    this.#hurried = true
    const all = [...this.#waits.values()].flatMap((here) => [...here])
    this.#waits.clear()
    for (const { cancel, act } of all) {
      cancel()
      act()
    }
  }

  #remove(socket: Socket, here: Set<Wait>, wait: Wait): void {
    here.delete(wait)
    if (here.size === 0) this.#waits.delete(socket)
  }
}
