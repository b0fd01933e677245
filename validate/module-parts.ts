import ts from "typescript";

/** One statement of a module, as far as it runs. */
export interface Part {
  /** Names it declares; none where it only has an effect. */
  readonly declares: readonly string[];
  /** Its tokens without types, comments, blanks, `export` and trailing commas; what is imported stands under the name it was exported by. */
  readonly code: string;
  /** Names in it that another statement of the module or an import may give a meaning to. */
  readonly names: readonly string[];
  /** Relative addresses in it: modules that are loaded when it runs, workers, files, folders. */
  readonly addresses: readonly string[];
}

/** A name of another module. `*` is the module itself. */
interface Elsewhere {
  readonly module: string;
  readonly name: string;
}

/** What a module consists of. */
export interface ModuleParts {
  readonly parts: readonly Part[];
  /** Names here that come from relative imports. */
  readonly imports: ReadonlyMap<string, Elsewhere>;
  /** Exported name → local name, where it is another. */
  readonly exportedAs: ReadonlyMap<string, string>;
  /** Exported name → where it comes from, where only passed on. */
  readonly passedOn: ReadonlyMap<string, Elsewhere>;
  /** Modules all of whose exports are passed on. */
  readonly allOf: readonly string[];
  /** Modules imported for their effects. */
  readonly effects: readonly string[];
}

/** Takes a TypeScript module apart. Types are left out, and with them what is imported for types alone. */
export function moduleParts(text: string): ModuleParts {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      removeComments: true,
    },
  });
  const file = ts.createSourceFile("module.js", outputText, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const imports = new Map<string, Elsewhere>();
  const original = new Map<string, string>();
  const exportedAs = new Map<string, string>();
  const passedOn = new Map<string, Elsewhere>();
  const allOf: string[] = [];
  const effects: string[] = [];
  const statements: ts.Statement[] = [];
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const module = stringOf(statement.moduleSpecifier);
      const { importClause } = statement;
      if (importClause === undefined) effects.push(module);
      for (const [local, name] of importedNames(importClause)) {
        original.set(local, name);
        if (isRelative(module)) imports.set(local, { module, name });
      }
    } else if (ts.isExportDeclaration(statement)) {
      const { moduleSpecifier, exportClause } = statement;
      const module = moduleSpecifier === undefined ? undefined : stringOf(moduleSpecifier);
      if (exportClause === undefined) allOf.push(module ?? "");
      else if (ts.isNamespaceExport(exportClause))
        passedOn.set(exportClause.name.text, { module: module ?? "", name: "*" });
      else
        for (const { name, propertyName = name } of exportClause.elements)
          if (module === undefined) exportedAs.set(name.text, propertyName.text);
          else passedOn.set(name.text, { module, name: propertyName.text });
    } else {
      statements.push(statement);
    }
  }
  return {
    ...{ imports, exportedAs, passedOn },
    parts: statements.map((statement) => partOf(statement, file, original)),
    allOf: allOf.filter(isRelative),
    effects: effects.filter(isRelative),
  };
}

function importedNames(clause: ts.ImportClause | undefined): (readonly [local: string, name: string])[] {
  if (clause === undefined) return [];
  const { name, namedBindings } = clause;
  const own = name === undefined ? [] : [[name.text, "default"] as const];
  if (namedBindings === undefined) return own;
  if (ts.isNamespaceImport(namedBindings)) return [...own, [namedBindings.name.text, "*"]];
  return [
    ...own,
    ...namedBindings.elements.map(({ name, propertyName = name }) => [name.text, propertyName.text] as const),
  ];
}

function partOf(statement: ts.Statement, file: ts.SourceFile, original: ReadonlyMap<string, string>): Part {
  const code: string[] = [];
  const names = new Set<string>();
  const addresses: string[] = [];
  const walk = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.ExportKeyword || node.kind === ts.SyntaxKind.DefaultKeyword) {
      if (node.parent === statement) return;
    }
    const address = addressIn(node);
    if (address !== null) {
      addresses.push(address);
      // Where a thing lies does not matter, what it is is counted by itself.
      code.push('"…"');
      if (ts.isTemplateExpression(node)) node.templateSpans.forEach(walk);
      return;
    }
    const children = node.getChildren(file);
    if (children.length === 0) {
      const text = node.getText(file);
      if (ts.isIdentifier(node)) {
        names.add(text);
        code.push(original.get(text) ?? text);
      } else if (text !== "") code.push(text);
      return;
    }
    const trailing =
      node.kind === ts.SyntaxKind.SyntaxList && children.at(-1)?.kind === ts.SyntaxKind.CommaToken;
    for (const child of trailing ? children.slice(0, -1) : children) walk(child);
  };
  walk(statement);
  return { declares: declaredBy(statement), code: code.join(" "), names: [...names], addresses };
}

function declaredBy(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundBy(name));
  if (ts.isExportAssignment(statement)) return ["default"];
  if (!ts.isFunctionDeclaration(statement) && !ts.isClassDeclaration(statement)) return [];
  const byDefault = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true;
  return [...(statement.name === undefined ? [] : [statement.name.text]), ...(byDefault ? ["default"] : [])];
}

function boundBy(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundBy(element.name)));
}

/** The relative address that an argument is: of `import()`, `new URL(…, import.meta.url)`, `taskAddress(import.meta.url, …)`. */
function addressIn(node: ts.Node): string | null {
  const { parent } = node;
  const isArgument =
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    parent.arguments?.some((argument) => argument === node) === true &&
    (parent.expression.kind === ts.SyntaxKind.ImportKeyword ||
      parent.arguments.some((argument) => argument.getText() === "import.meta.url"));
  if (!isArgument) return null;
  if (ts.isStringLiteralLike(node)) return isAddress(node.text) ? node.text : null;
  if (!ts.isTemplateExpression(node)) return null;
  // The name is made when it runs: anything in the folder may be meant.
  const { text } = node.head;
  return isAddress(text) ? text.slice(0, text.lastIndexOf("/") + 1) : null;
}

/** Also one without a dot in front: `new URL("x.yaml", import.meta.url)`. */
function isAddress(text: string): boolean {
  return !URL.canParse(text);
}

function isRelative(module: string): boolean {
  return module.startsWith("./") || module.startsWith("../");
}

function stringOf(node: ts.Expression): string {
  return ts.isStringLiteralLike(node) ? node.text : "";
}
