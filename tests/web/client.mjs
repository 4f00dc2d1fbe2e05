// Calls a server with the public Connect client, in both forms, and prints what came as JSON.
//   client.mjs URL DESCRIPTORS
import { readFileSync } from "node:fs";
import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";

const [baseUrl, descriptors] = process.argv.slice(2);
const registry = createFileRegistry(
  fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));

// What a call was refused with.
async function refusal(call) {
  try {
    await call();
    return null;
  } catch (thrown) {
    const error = ConnectError.from(thrown);
    return { code: Code[error.code], message: error.rawMessage,
             details: error.details.map((detail) => detail.type ?? detail.desc?.typeName) };
  }
}

async function ask(useBinaryFormat) {
  const transport = createConnectTransport({ baseUrl, httpVersion: "1.1", useBinaryFormat });
  const client = (name) => createClient(registry.getService(name), transport);
  const raci = client("csi.raci.v1.RaciService");
  const events = client("csi.common.v1.EventService");
  const personId = useBinaryFormat ? "binary" : "json";
  const headers = { "csi-actor": "tenants/demo/people/olga" };
  const told = {};
  let position = "";
  const person = await raci.createPerson(
    { parent: "tenants/demo", personId, person: { displayName: "Ünïcode" },
      requestId: personId },
    { headers, onTrailer: (trailer) => { position = trailer.get("csi-position"); } });
  told.name = person.name;
  told.displayName = person.displayName;
  told.position = position;
  told.missing = await refusal(() => raci.getPerson({ name: "tenants/demo/people/nobody" }));
  told.malformed = await refusal(() => raci.getPerson({ name: "nonsense" }));
  told.events = [];
  for await (const part of events.watchEvents({ service: "raci", stopAtEnd: true })) {
    told.events.push(...part.events.map((event) => event.subject));
  }
  told.unknownService = await refusal(async () => {
    for await (const part of events.watchEvents({ service: "nosuch" })) void part;
  });
  return told;
}

console.log(JSON.stringify({ json: await ask(false), binary: await ask(true) }));
