/** A literal, a quoted name, a dollar-quoted body, a comment, the end of a statement, or anything else. */
const TOKENS =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|;|[^'"$;/-]+|[\s\S]/g;

/** The statements of one text, in order, without the semicolons between them. */
export function statementsOf(text: string): string[] {
  const statements = [''];
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === ';') statements.push('');
    else if (!token.startsWith('--') && !token.startsWith('/*')) statements[statements.length - 1] += token;
    else statements[statements.length - 1] += ' ';
  }
  return statements.map((each) => each.trim()).filter((each) => each !== '');
}
