/** Claims that come out in every way, each case taking its time, so that there is a while in which to kill them. */
import { certain, converging, falseAtEdge, survivor, tooHard } from './artificial-claims.mjs';

const sleeper = new Int32Array(new SharedArrayBuffer(4));

export const claims = [falseAtEdge, converging, tooHard, survivor, certain].map((claim) => ({
  ...claim,
  decide: (...args) => {
    Atomics.wait(sleeper, 0, 0, 2);
    return claim.decide(...args);
  },
}));
