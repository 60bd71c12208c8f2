/**
 * The parts in which a sample is worked off. They follow from the queries alone, never from the number of threads: each is
 * summed in its own order, and the sums are joined in the order of the tiles, so results are the same for any number of
 * threads.
 */
import { queryCount, type Queries } from './queries.js';

/** Rows and columns of a grid; of other queries the columns are the queries themselves, in one row. */
export interface Tile {
  readonly firstRow: number;
  readonly endRow: number;
  readonly firstColumn: number;
  readonly endColumn: number;
}

export interface Tiling {
  readonly tiles: number;
  readonly tile: (index: number) => Tile;
}

/** Most columns of a tile: what is stored for each of them fits into a few MiB. */
export const MAX_COLUMNS = 2 ** 16;
/** A sample is cut into about this many tiles, so that threads end together. */
const TILES = 256;

/** More queries take a tile too long: a sample that is ended early loses the tiles under way. */
const MOST = 2 ** 24;

/** `least`: queries that a tile has unless there are fewer; below, handing it out costs more than the work. */
export function tilingOf(queries: Queries, least: number): Tiling {
  const count = queryCount(queries);
  const columns = queries.kind === 'grid' ? queries.counts.at(-1)! : count;
  const rows = count / columns;
  const perTile = Math.max(least, Math.min(MOST, Math.ceil(count / TILES)));
  // Scattered queries have no columns to share between rows: their tiles are parts of the one row.
  const width = Math.min(columns, MAX_COLUMNS, queries.kind === 'grid' && rows > 1 ? MAX_COLUMNS : perTile);
  const height = Math.min(rows, Math.max(1, Math.floor(perTile / width)));
  const [across, down] = [Math.ceil(columns / width), Math.ceil(rows / height)];
  return {
    tiles: across * down,
    // Down a strip of columns first: what is stored for them serves all its tiles.
    tile: (index) => {
      const [column, row] = [Math.floor(index / down) * width, (index % down) * height];
      return {
        firstRow: row,
        endRow: Math.min(rows, row + height),
        firstColumn: column,
        endColumn: Math.min(columns, column + width),
      };
    },
  };
}
