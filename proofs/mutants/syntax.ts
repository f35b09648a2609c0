import { parseSync, Visitor, type VisitorObject } from 'oxc-parser';

/** A place in a source, as the parser numbers it. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A source with its tree, walked as often as kinds ask for it. */
export class Syntax {
  readonly path: string;
  readonly text: string;
  private readonly program: ReturnType<typeof parseSync>['program'];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    const parsed = parseSync(path, text);
    const [error] = parsed.errors;
    if (error) throw new Error(`${path}: ${error.message}`);
    this.program = parsed.program;
  }

  visit(visitor: VisitorObject): void {
    new Visitor(visitor).visit(this.program);
  }

  at({ start, end }: Place): string {
    return this.text.slice(start, end);
  }

  /** The name of the function or method that a place stands in; of the file where it stands in none. */
  nameAround(position: number): string {
    let name = '';
    let from = -1;
    const take = (found: Place, known: string | undefined) => {
      if (known === undefined || found.start > position || found.end < position) return;
      if (found.start > from) {
        name = known;
        from = found.start;
      }
    };
    this.visit({
      FunctionDeclaration: (node) => take(node, node.id?.name),
      MethodDefinition: (node) => take(node, this.at(node.key)),
      VariableDeclarator: (node) => {
        if (node.init?.type === 'ArrowFunctionExpression') take(node, this.at(node.id));
      },
    });
    return name;
  }
}
