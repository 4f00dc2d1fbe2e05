// Asks public validators: node validate.js < QUESTIONS > ANSWERS
//
// QUESTIONS is a JSON list of {"asyncapi": FILE}, or {"schema": FILE_OR_OBJECT,
// "data": ANY, ...}. ANSWERS is a list as long: null where all is well, else
// what is wrong as text. NODE_PATH names where the validators are installed.
'use strict';
const fs = require('fs');
const path = require('path');
const Ajv2020 = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;
const { Parser, DiagnosticSeverity } = require('@asyncapi/parser');

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: false });
addFormats(ajv);
const compiled = new Map();

function validator(schema) {
  const key = typeof schema === 'string' ? schema : JSON.stringify(schema);
  if (!compiled.has(key)) {
    const shape = typeof schema === 'string'
      ? JSON.parse(fs.readFileSync(schema, 'utf8')) : schema;
    // The same $id may come twice: as written, and in its strict form.
    delete shape.$id;
    compiled.set(key, ajv.compile(shape));
  }
  return compiled.get(key);
}

async function describedWrongly(file) {
  const source = fs.readFileSync(file, 'utf8');
  const { document, diagnostics } =
    await new Parser().parse(source, { source: path.resolve(file) });
  const wrong = diagnostics.filter(
    (each) => each.severity <= DiagnosticSeverity.Warning);
  if (document && wrong.length === 0) return null;
  return wrong.slice(0, 5).map((each) => `${each.path.join('.')}: ${each.message}`)
    .join('\n') || 'no document';
}

async function answer(question) {
  try {
    if ('asyncapi' in question) return await describedWrongly(question.asyncapi);
    const check = validator(question.schema);
    if (!('data' in question) || check(question.data)) return null;
    return ajv.errorsText(check.errors);
  } catch (error) {
    return String(error);
  }
}

async function main() {
  const answers = [];
  for (const question of JSON.parse(fs.readFileSync(0, 'utf8'))) {
    answers.push(await answer(question));
  }
  fs.writeSync(1, JSON.stringify(answers));
}

main();
