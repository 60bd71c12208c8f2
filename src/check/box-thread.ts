/** The entry of a thread that halves boxes. */
import { workerData } from 'node:worker_threads';
import { serveBoxes, type BoxThreadData } from './box-threads.js';

await serveBoxes(workerData as BoxThreadData);
