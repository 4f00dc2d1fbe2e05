// The two calls of the Connect protocol that the page needs: one answer, and a stream of them.

export class CallError extends Error {
  constructor(error) {
    super(error.message || error.code || "The server could not be understood.");
    this.code = error.code || "unknown";
  }
}

function headersOf(type, actor) {
  const headers = { "Content-Type": type, "Connect-Protocol-Version": "1" };
  if (actor) headers["csi-actor"] = actor;
  return headers;
}

async function failure(response) {
  try {
    return new CallError(await response.json());
  } catch {
    return new CallError({ code: "unknown", message: `HTTP ${response.status}` });
  }
}

export async function call(method, request, actor, signal) {
  const response = await fetch("/" + method, {
    method: "POST", headers: headersOf("application/json", actor), signal,
    body: JSON.stringify(request) });
  if (!response.ok) throw await failure(response);
  return response.json();
}

// Flags (1 byte), length (4 bytes, big endian), message.
function envelope(message) {
  const bytes = new TextEncoder().encode(JSON.stringify(message));
  const whole = new Uint8Array(5 + bytes.length);
  new DataView(whole.buffer).setUint32(1, bytes.length);
  whole.set(bytes, 5);
  return whole;
}

function joined(left, right) {
  const whole = new Uint8Array(left.length + right.length);
  whole.set(left);
  whole.set(right, left.length);
  return whole;
}

// Yields each message; throws CallError where the stream ends with one.
export async function* stream(method, request, actor, signal) {
  const response = await fetch("/" + method, {
    method: "POST", headers: headersOf("application/connect+json", actor), signal,
    body: envelope(request) });
  if (!response.ok) throw await failure(response);
  const reader = response.body.getReader();
  let rest = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new CallError({ code: "unavailable", message: "The connection was lost." });
    rest = joined(rest, value);
    while (rest.length >= 5) {
      const size = new DataView(rest.buffer, rest.byteOffset).getUint32(1);
      if (rest.length < 5 + size) break;
      const message = JSON.parse(new TextDecoder().decode(rest.subarray(5, 5 + size)));
      const last = (rest[0] & 2) !== 0;
      rest = rest.slice(5 + size);
      if (last && message.error) throw new CallError(message.error);
      if (last) return;
      yield message;
    }
  }
}
