import type { Family } from './family.ts';

export const dotenv: Family = {
  format: 'gemini-cli',
  place: '.gemini/.env',
  file: {
    path: 'gemini-cli/.env',
    syntax: 'dotenv',
    isWhole: false,
    managed: [['GEMINI_API_KEY'], ['GOOGLE_GEMINI_BASE_URL']],
    suggested: [],
    content: 'GEMINI_API_KEY=sk-test-corpus-key-0001\nGOOGLE_GEMINI_BASE_URL=http://127.0.0.1:8317\n',
    isSecret: true,
  },
  texts: {
    'a variable': 'OWN=1\n',
    'comments and gaps': '# mine\n\nOWN=1 # one\n\n  # indented\nB=2\n',
    quotes: 'A="double # no comment"\nB=\'single\'\nC=`back`\nD=""\nE=\n',
    export: 'export OWN=1\nexport PATH="$HOME/bin:$PATH"\n',
    'a key of their own': 'GEMINI_API_KEY=sk-test-their-own\nOTHER=x\n',
    'a key twice': 'GEMINI_API_KEY=one\nX=1\nGEMINI_API_KEY="two" # later\n',
    'lines in quotes': 'KEY="-----BEGIN\nGEMINI_API_KEY=no\nEND-----"\nX=1\n',
    'spaces around': '  A = 1  \n\tB\t=\t2\n',
    'our names inside others': 'MY_GEMINI_API_KEY=1\nGEMINI_API_KEY_2=2\n# GEMINI_API_KEY=3\n',
    'odd values': 'A=a=b=c\nB=http://x/?q=1#frag\nC=$A-$B\nD=ü €\nE=\\n\n',
    'dots and dashes': 'a.b=1\nc-d=2\n_x=3\n',
    'only a comment': '# nothing yet\n',
    'an address of their own': '# mine\nGOOGLE_GEMINI_BASE_URL=http://own # own\n',
  },
  broken: {
    'no name': '=x\n',
    'a word': 'OWN=1\nhello\n',
    'an open quote': 'A="x\nB=1\n',
    'text behind quotes': 'A="x" y\n',
    'a section': '[a]\nb=1\n',
  },
};
