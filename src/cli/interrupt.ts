/** Ctrl-C: the first asks for an orderly end, the second ends at once. */
import { EXIT } from './exit-codes.js';

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Gives the signals back to the process. */
  readonly release: () => void;
}

/** npm passes on the signal that the terminal has already sent to everybody: what comes this soon is the same Ctrl-C. */
const ECHO_MILLISECONDS = 300;

/** `announce` is called at the first signal. */
export function listenForInterrupt(announce: () => void): Interrupt {
  const controller = new AbortController();
  let first = Infinity;
  const onSignal = (): void => {
    if (!controller.signal.aborted) {
      first = performance.now();
      announce();
      controller.abort();
    } else if (performance.now() - first > ECHO_MILLISECONDS) process.exit(EXIT.inconclusive);
  };
  const names = ['SIGINT', 'SIGTERM'] as const;
  for (const name of names) process.on(name, onSignal);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, onSignal);
    },
  };
}
