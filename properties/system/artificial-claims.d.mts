import type { Claim } from '../../src/theorems/claim.js';

export const certain: Claim;
export const converging: Claim;
export const stalling: Claim;
export const sampledOnly: Claim;
export const falseAbove100: Claim;
export const falseAtEdge: Claim;
export const tooHard: Claim;
export const faulty: Claim;
export const survivor: Claim;
export const layer: Claim;
export const unstable: Claim;
export const slow: Claim;
export const deadly: Claim;
export const hungry: Claim;
export const endless: Claim;
export const idle: Claim;
export const claims: readonly Claim[];
