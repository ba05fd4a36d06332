// A client of another make: npm jose and a few lines of framing, nothing of the hub's.
// `node oracle.mjs sign|verify`, JSON on standard input and output.
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { CompactSign, calculateJwkThumbprint, compactVerify, exportJWK, generateKeyPair, importJWK } from "jose";

const TYP = "safety-credit.v1+jose";
const CTY = "cloudevents+json";

const digest = (salt, content) => createHash("sha256").update(salt).update(content).digest("base64url");

function u32(number) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}

function frame(jws, parts) {
  const pieces = [Buffer.from("SCE1"), u32(jws.length), Buffer.from(jws), Buffer.from([parts.length])];
  for (const { name, salt, content } of parts) {
    pieces.push(Buffer.from([name.length]), Buffer.from(name), salt, u32(content.length), content);
  }
  return Buffer.concat(pieces);
}

function unframe(raw) {
  let at = 0;
  const take = (count) => raw.subarray(at, (at += count));
  if (take(4).toString() !== "SCE1") throw new Error("not an envelope");
  const jws = take(take(4).readUInt32BE()).toString();
  const parts = [];
  for (let left = take(1)[0]; left > 0; left--) {
    const name = take(take(1)[0]).toString();
    const salt = take(16);
    parts.push({ name, salt, content: take(take(4).readUInt32BE()) });
  }
  if (at !== raw.length) throw new Error("bytes follow");
  return { jws, parts };
}

async function sign({ alg, event, contents }) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const parts = Object.entries(contents).map(([name, text]) => ({
    name,
    salt: randomBytes(16),
    content: Buffer.from(text),
  }));
  const data = Object.fromEntries(parts.map(({ name, salt, content }) => [name, digest(salt, content)]));
  const jws = await new CompactSign(Buffer.from(JSON.stringify({ ...event, data })))
    .setProtectedHeader({ typ: TYP, cty: CTY, kid, alg })
    .sign(privateKey);
  return { jwk, kid, envelope: frame(jws, parts).toString("base64") };
}

async function verify({ jwk, alg, envelope }) {
  const { jws, parts } = unframe(Buffer.from(envelope, "base64"));
  const key = await importJWK(jwk, alg);
  const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: [alg] });
  const event = JSON.parse(Buffer.from(payload).toString());
  const contents = {};
  for (const { name, salt, content } of parts) {
    if (event.data[name] !== digest(salt, content)) throw new Error(`part ${name} was changed`);
    contents[name] = content.toString();
  }
  return { header: protectedHeader, kid: await calculateJwkThumbprint(jwk), event, contents };
}

const acts = { sign, verify };
process.stdout.write(JSON.stringify(await acts[process.argv[2]](JSON.parse(readFileSync(0, "utf8")))));
