import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * The types of `createClient` in one file that needs no other package: every procedure with its input and output written
 * out, as the compiler sees them.
 */
export function clientTypes() {
  const entry = fileURLToPath(new URL('../../packages/client/src/client/index.ts', import.meta.url));
  const configPath = fileURLToPath(new URL('../../packages/client/tsconfig.json', import.meta.url));
  const config = ts.getParsedCommandLineOfConfigFile(
    configPath,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  );
  const program = ts.createProgram([entry], { ...config?.options, noEmit: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const typeNamed = (name) => checker.getDeclaredTypeOfSymbol(exported.find((symbol) => symbol.name === name));
  const print = printer(checker, source);
  return [
    '/* Written out from the procedures of the API. */',
    `export type ClientOptions = {
  /** Of the installation, e.g. \`https://gatehouse.example.com\`. */
  baseUrl: string;
  /** Access token. */
  token?: string | undefined;
  headers?: Record<string, string> | (() => Record<string, string>);
  fetch?: typeof globalThis.fetch;
};`,
    'export type CallOptions = { signal?: AbortSignal };',
    `export type Client = ${clientText(checker, source, typeNamed('Client'), print)};`,
    '/** The one way in which services call Gatehouse. All that it throws is an `ApiError`. */',
    'export declare function createClient(options: ClientOptions): Client;',
    `export declare class ApiError extends Error {
  readonly payload: { code: string; message: string; details: Record<string, unknown> } | null;
  readonly kind: string;
  readonly requestId: string | null;
  readonly status: number | null;
}`,
    'export declare const isApiError: (error: unknown) => error is ApiError;',
    '',
  ].join('\n');
}

function clientText(checker, source, client, print) {
  const members = client.getProperties().filter(({ name }) => /^[a-z]\w*$/i.test(name));
  const routers = members.map((router) => {
    const procedures = checker.getTypeOfSymbolAtLocation(router, source).getProperties();
    const lines = procedures.flatMap((procedure) => {
      const text = procedureText(checker, source, procedure, print);
      return text ? [`    ${procedure.name}: ${text};`] : [];
    });
    return lines.length > 0 ? `  ${router.name}: {\n${lines.join('\n')}\n  };` : '';
  });
  return `{\n${routers.filter(Boolean).join('\n')}\n}`;
}

function procedureText(checker, source, procedure, print) {
  const type = checker.getTypeOfSymbolAtLocation(procedure, source);
  const own = type.getCallSignatures();
  if (own.length > 0) return callText(checker, source, own[0], print);
  for (const kind of ['query', 'mutate']) {
    const member = type.getProperty(kind);
    const signature = member && checker.getTypeOfSymbolAtLocation(member, source).getCallSignatures()[0];
    if (signature) return `{ ${kind}: ${callText(checker, source, signature, print)} }`;
  }
  return null;
}

function callText(checker, source, signature, print) {
  const [input] = signature.getParameters();
  const inputType = input && checker.getTypeOfSymbolAtLocation(input, source);
  const isOptional =
    input && (input.flags & ts.SymbolFlags.Optional || checker.typeToString(inputType).includes('void'));
  const text = inputType ? `input${isOptional ? '?' : ''}: ${print(inputType)}` : 'input?: undefined';
  return `(${text}, options?: CallOptions) => ${print(signature.getReturnType())}`;
}

/** Writes types out without a name of another file. */
function printer(checker, source) {
  const known = new Set([
    'Promise',
    'Date',
    'AbortSignal',
    'AsyncGenerator',
    'AsyncIterable',
    'Uint8Array',
    'URL',
    'Record',
  ]);
  const open = [];
  const print = (type) => {
    if (open.includes(type) || open.length > 24) return 'unknown';
    open.push(type);
    const text = written(type);
    open.pop();
    return text;
  };
  const written = (type) => {
    if (type.isUnion())
      return [...new Set(type.types.map(print))].map((text) => (text.includes('=>') ? `(${text})` : text)).join(' | ');
    if (!(type.flags & ts.TypeFlags.Object) && !type.isIntersection()) return plain(type);
    if (checker.isTupleType(type)) return `[${checker.getTypeArguments(type).map(print).join(', ')}]`;
    if (checker.isArrayType(type)) return `Array<${print(checker.getTypeArguments(type)[0])}>`;
    const name = type.getSymbol()?.name;
    if (name && known.has(name)) {
      const [first] = checker.getTypeArguments(type);
      return first ? `${name}<${print(first)}>` : name;
    }
    const [call] = type.getCallSignatures();
    if (call) return `() => ${print(call.getReturnType())}`;
    return objectText(type);
  };
  const plain = (type) => checker.typeToString(type, source, ts.TypeFormatFlags.NoTruncation);
  const objectText = (type) => {
    const index = checker.getIndexInfosOfType(type)[0];
    const members = type.getProperties().map((property) => {
      const inner = checker.getTypeOfSymbolAtLocation(property, source);
      const isOptional = property.flags & ts.SymbolFlags.Optional ? '?' : '';
      return `${/^[\w$]+$/.test(property.name) ? property.name : JSON.stringify(property.name)}${isOptional}: ${print(inner)}`;
    });
    if (index) members.push(`[key: string]: ${print(index.type)}`);
    return members.length > 0 ? `{ ${members.join('; ')} }` : '{}';
  };
  return print;
}
