/** Names of places in the page. */

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Where the section of claim `id`, the `index`-th of the page, begins; an id that is none of softproof's gets a number. */
export function anchorOf(id: string, index: number): string {
  return ID.test(id) && id.length <= 80 ? `claim-${id}` : `claim--${index}`;
}
