/** Names in scope. A scope is a block, a call or the module; inner names hide outer ones. */
export interface Binding<Cell> {
  readonly cell: Cell;
  readonly constant: boolean;
  /** Declared further down in its block, and without a value until then. */
  readonly isPending?: true;
}

export class Scope<Cell> {
  private readonly parent: Scope<Cell> | undefined;
  private readonly names = new Map<string, Binding<Cell>>();

  constructor(parent: Scope<Cell> | undefined) {
    this.parent = parent;
  }

  /** False when the name is taken in this very scope. A pending name may be declared once. */
  declare(name: string, binding: Binding<Cell>): boolean {
    const known = this.names.get(name);
    if (known !== undefined && (binding.isPending || !known.isPending)) return false;
    this.names.set(name, binding);
    return true;
  }

  find(name: string): Binding<Cell> | undefined {
    return this.names.get(name) ?? this.parent?.find(name);
  }

  /** A sibling with the same names in cells of its own: the next turn of a loop. */
  copied(copyCell: (cell: Cell) => Cell): Scope<Cell> {
    const copy = new Scope<Cell>(this.parent);
    for (const [name, { cell, constant }] of this.names) copy.names.set(name, { cell: copyCell(cell), constant });
    return copy;
  }
}
