import { textFile } from '../files.ts';
import { keyVariable } from '../key-placement.ts';
import type { Format } from '../sources.ts';

/** Requests to copy. The key is never among them: they read it from the environment. */
export const renderSnippets: Format = ({ gateway, main, models }) => {
  const openai = `${gateway.baseUrl}/v1`;
  const content = `# Asking the gateway

Every snippet reads your client key from the variable ${keyVariable}. Set it first, for example:

${code('sh', 'export GATEHOUSE_API_KEY="$(gatehouse token)"')}

## curl

${code('sh', curl(`${openai}/models`))}

${code('sh', curl(`${openai}/chat/completions`, { model: main.id, messages: [{ role: 'user', content: 'Say hi.' }] }))}

## Python (pip install openai)

${code('python', python(openai, main.id))}

## Node (npm install openai)

${code('js', node(openai, main.id))}

## Models

${models.map(({ id }) => `- ${inlineCode(id)}`).join('\n')}
`;
  return { files: [textFile({ path: 'snippets/snippets.md', isSecret: false, content })], notes: [] };
};

function curl(url: string, body?: object): string {
  const lines = [`curl ${shell(url)}`, `  -H "Authorization: Bearer $${keyVariable}"`];
  if (body) lines.push(`  -H 'Content-Type: application/json'`, `  -d ${shell(JSON.stringify(body))}`);
  return lines.join(' \\\n');
}

// A JSON text is also a text in both languages.
const python = (baseUrl: string, model: string) => `import os
from openai import OpenAI

client = OpenAI(base_url=${JSON.stringify(baseUrl)}, api_key=os.environ["${keyVariable}"])
answer = client.chat.completions.create(
    model=${JSON.stringify(model)},
    messages=[{"role": "user", "content": "Say hi."}],
)
print(answer.choices[0].message.content)`;

const node = (baseUrl: string, model: string) => `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: ${JSON.stringify(baseUrl)}, apiKey: process.env.${keyVariable} });
const answer = await client.chat.completions.create({
  model: ${JSON.stringify(model)},
  messages: [{ role: 'user', content: 'Say hi.' }],
});
console.log(answer.choices[0].message.content);`;

const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A fence is longer than any row of backticks in what it holds. */
const code = (language: string, text: string): string => {
  const fence = '`'.repeat(Math.max(3, longestTicks(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
};
const inlineCode = (text: string): string => {
  const fence = '`'.repeat(longestTicks(text) + 1);
  return fence.length > 1 ? `${fence} ${text} ${fence}` : `\`${text}\``;
};
const longestTicks = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
